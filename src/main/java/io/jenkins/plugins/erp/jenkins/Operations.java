package io.jenkins.plugins.erp.jenkins;

import io.jenkins.plugins.erp.build.BuildOperation;
import io.jenkins.plugins.erp.build.BuildRequest;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.deploy.DeployOperation;
import io.jenkins.plugins.erp.deploy.DeployRequest;
import io.jenkins.plugins.erp.deploy.RollbackOperation;
import io.jenkins.plugins.erp.deploy.RollbackRequest;
import io.jenkins.plugins.erp.health.HealthOperation;
import io.jenkins.plugins.erp.health.HealthRequest;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.scan.ScanOperation;
import io.jenkins.plugins.erp.scan.ScanRequest;
import io.jenkins.plugins.erp.test.TestOperation;
import io.jenkins.plugins.erp.test.TestRequest;

/** The one place where steps meet the operations below. */
final class Operations {
    private Operations() {}

    static OperationResult build(BuildRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        return new BuildOperation().run(request, context);
    }

    static OperationResult test(TestRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        return new TestOperation().run(request, context);
    }

    static OperationResult scan(ScanRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        return new ScanOperation().run(request, context);
    }

    static OperationResult deploy(DeployRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        return new DeployOperation().run(request, context);
    }

    static OperationResult rollback(RollbackRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        return new RollbackOperation().run(request, context);
    }

    static OperationResult health(HealthRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        return new HealthOperation().run(request, context);
    }
}
