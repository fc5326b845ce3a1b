package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.build.BuildOperation;
import io.jenkins.plugins.erp.build.BuildRequest;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.deploy.BackupsQuery;
import io.jenkins.plugins.erp.deploy.BackupsRequest;
import io.jenkins.plugins.erp.deploy.DeployOperation;
import io.jenkins.plugins.erp.deploy.DeployRequest;
import io.jenkins.plugins.erp.deploy.ReleasesQuery;
import io.jenkins.plugins.erp.deploy.ReleasesRequest;
import io.jenkins.plugins.erp.deploy.RestoreOperation;
import io.jenkins.plugins.erp.deploy.RestoreRequest;
import io.jenkins.plugins.erp.deploy.ResumeOperation;
import io.jenkins.plugins.erp.deploy.ResumeRequest;
import io.jenkins.plugins.erp.deploy.RollbackOperation;
import io.jenkins.plugins.erp.deploy.RollbackRequest;
import io.jenkins.plugins.erp.deploy.UnlockOperation;
import io.jenkins.plugins.erp.deploy.UnlockRequest;
import io.jenkins.plugins.erp.health.HealthOperation;
import io.jenkins.plugins.erp.health.HealthRequest;
import io.jenkins.plugins.erp.operation.Operation;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.scan.ScanOperation;
import io.jenkins.plugins.erp.scan.ScanRequest;
import io.jenkins.plugins.erp.test.TestOperation;
import io.jenkins.plugins.erp.test.TestRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which operation carries out which request: the one place where the runner names them. */
public final class Operations {
    private final Map<Class<?>, Operation<?, ?>> byRequest = new LinkedHashMap<>();

    /** The operations of this project. */
    public static Operations standard() {
        return new Operations()
                .with(BuildRequest.class, new BuildOperation())
                .with(TestRequest.class, new TestOperation())
                .with(ScanRequest.class, new ScanOperation())
                .with(DeployRequest.class, new DeployOperation())
                .with(RollbackRequest.class, new RollbackOperation())
                .with(HealthRequest.class, new HealthOperation())
                .with(ReleasesRequest.class, new ReleasesQuery())
                .with(BackupsRequest.class, new BackupsQuery())
                .with(RestoreRequest.class, new RestoreOperation())
                .with(ResumeRequest.class, new ResumeOperation())
                .with(UnlockRequest.class, new UnlockOperation());
    }

    /** Says what carries out a kind of request. */
    public <Q extends Record, R extends OperationResult> Operations with(
            Class<Q> request, Operation<Q, R> operation) {
        byRequest.put(request, operation);
        return this;
    }

    /** Carries out a request. */
    @SuppressWarnings("unchecked")
    public OperationResult run(Record request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        Operation<Record, OperationResult> operation =
                (Operation<Record, OperationResult>) byRequest.get(request.getClass());
        if (operation == null) {
            throw new IllegalStateException("nothing carries out " + request.getClass());
        }
        return operation.run(request, context);
    }
}
