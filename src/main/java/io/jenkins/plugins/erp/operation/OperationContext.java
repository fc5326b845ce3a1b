package io.jenkins.plugins.erp.operation;

import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.shell.Shell;
import java.time.Clock;
import java.util.Map;

/**
 * What an operation works with; the same for Jenkins, the command line and the simulation.
 *
 * @param config the loaded erp.yaml
 * @param shell where builds, tests and scans run: this machine or an agent, in the workspace
 * @param hosts the way to an environment's hosts
 * @param workspace the checked-out project
 * @param console what people read
 * @param clock the time
 * @param environment variables of the build or process (GIT_COMMIT, BUILD_URL, BRANCH_NAME, ...)
 * @param actor who asks, for ledger and lease: a build's URL, or user@machine
 */
public record OperationContext(
        ErpConfig config,
        Shell shell,
        Hosts hosts,
        Workspace workspace,
        Console console,
        Clock clock,
        Map<String, String> environment,
        String actor) {

    /** Copies the variables. */
    public OperationContext {
        environment = Map.copyOf(environment);
    }
}
