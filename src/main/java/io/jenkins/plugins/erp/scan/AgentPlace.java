package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.List;

/** The agent, in the workspace. */
final class AgentPlace implements Place {
    private final OperationContext context;

    AgentPlace(OperationContext context) {
        this.context = context;
    }

    @Override
    public String label() {
        return context.shell().where();
    }

    @Override
    public String root() {
        return context.workspace().path();
    }

    @Override
    public boolean image() {
        return false;
    }

    @Override
    public CommandResult run(Scanner tool, List<String> argv, Duration timeout, Output output)
            throws ShellException, InterruptedException {
        return context.shell().run(Command.of(argv).in(root()).withTimeout(timeout), output);
    }

    @Override
    public void close() {
        // nothing was started
    }
}
