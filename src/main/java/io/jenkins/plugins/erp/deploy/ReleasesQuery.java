package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.operation.Operation;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Lease;
import io.jenkins.plugins.erp.release.Ledger;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Instant;
import java.util.List;

/** Reads what has been deployed to an environment; changes nothing. */
public final class ReleasesQuery implements Operation<ReleasesRequest, ReleasesResult> {

    @Override
    public ReleasesResult run(ReleasesRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        EnvironmentConfig environment = context.config().environment(request.environment());
        try {
            HostState host =
                    new HostState(
                            context.hosts().connect(environment, environment.hosts().get(0)),
                            environment.path());
            Ledger ledger = host.ledger();
            List<String> made = ledger.releases();
            return new ReleasesResult(
                    environment.name(),
                    host.current().orElse(""),
                    ledger.entries(),
                    host.releaseIds().stream().filter(made::contains).toList(),
                    ledger.unreadable(),
                    Lease.holder(host)
                            .map(
                                    o ->
                                            o.operation()
                                                    + " by "
                                                    + o.actor()
                                                    + " since "
                                                    + Instant.ofEpochSecond(o.since()))
                            .orElse(""));
        } catch (ShellException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
    }
}
