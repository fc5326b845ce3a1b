package io.jenkins.plugins.erp.shell;

/**
 * The connection went while a command was running; it may have done its work, or still be at it.
 */
public final class ConnectionLostException extends ShellException {
    private static final long serialVersionUID = 1L;

    /** With host, port, command, what the SSH client said. */
    public ConnectionLostException(String message) {
        super(message);
    }
}
