package io.jenkins.plugins.erp.shell;

/** A command's time limit passed and its process tree was killed. */
public final class CommandTimedOutException extends ShellException {
    private static final long serialVersionUID = 1L;

    /** With command, machine, limit and last lines in the message. */
    public CommandTimedOutException(String message) {
        super(message);
    }
}
