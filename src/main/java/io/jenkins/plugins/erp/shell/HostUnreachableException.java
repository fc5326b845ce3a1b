package io.jenkins.plugins.erp.shell;

/** No connection to a host: its name is not known, it refuses, or it does not answer. */
public final class HostUnreachableException extends ShellException {
    private static final long serialVersionUID = 1L;

    /** With host, port, what the SSH client said, what to do. */
    public HostUnreachableException(String message) {
        super(message);
    }
}
