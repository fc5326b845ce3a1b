package io.jenkins.plugins.erp.shell;

import java.io.IOException;

/** A command could not be run to its end; the message is for the person who reads the console. */
public class ShellException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what happened, where, and what to do. */
    public ShellException(String message) {
        super(message);
    }

    /** With what happened, where, what to do, and the cause. */
    public ShellException(String message, Throwable cause) {
        super(message, cause);
    }
}
