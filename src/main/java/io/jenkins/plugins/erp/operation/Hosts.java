package io.jenkins.plugins.erp.operation;

import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;

/** Opens the way to hosts: one connection each, kept until whoever made this closes it. */
@FunctionalInterface
public interface Hosts {

    /**
     * A shell on a host; a second call gives the same connection.
     *
     * @throws ShellException when it cannot be reached, its key is unknown or changed, or the login
     *     is refused: the message says which, and what to do
     */
    Shell connect(EnvironmentConfig environment, HostAddress host)
            throws ShellException, InterruptedException;
}
