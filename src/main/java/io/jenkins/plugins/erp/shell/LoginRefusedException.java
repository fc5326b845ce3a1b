package io.jenkins.plugins.erp.shell;

/** A host answered, and did not let the user in. */
public final class LoginRefusedException extends ShellException {
    private static final long serialVersionUID = 1L;

    /** With user, host, port, the key offered, what to do. */
    public LoginRefusedException(String message) {
        super(message);
    }
}
