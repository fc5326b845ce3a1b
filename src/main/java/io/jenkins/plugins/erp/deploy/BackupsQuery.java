package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.operation.Operation;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.shell.ShellException;

/** Reads which databases were saved on an environment's host; changes nothing. */
public final class BackupsQuery implements Operation<BackupsRequest, BackupsResult> {

    @Override
    public BackupsResult run(BackupsRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        EnvironmentConfig environment = context.config().environment(request.environment());
        try {
            return new BackupsResult(
                    environment.name(),
                    Backup.all(
                            new HostState(
                                    context.hosts()
                                            .connect(environment, environment.hosts().get(0)),
                                    environment.path())));
        } catch (ShellException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
    }
}
