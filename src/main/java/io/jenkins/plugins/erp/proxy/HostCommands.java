package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.ShellException;

/** What this room needs of a host: running a command there. */
@FunctionalInterface
public interface HostCommands {

    /** Runs a command to its end, whatever its exit code, and hands on its lines. */
    CommandResult run(Command command, Output output) throws ShellException, InterruptedException;

    /** Runs a command whose lines are no use in a log. */
    default CommandResult run(Command command) throws ShellException, InterruptedException {
        return run(command, Output.NONE);
    }
}
