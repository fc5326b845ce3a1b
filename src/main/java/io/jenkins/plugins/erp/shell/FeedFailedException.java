package io.jenkins.plugins.erp.shell;

/** What was to feed a command failed, and the command was ended. */
public final class FeedFailedException extends ShellException {
    private static final long serialVersionUID = 1L;

    FeedFailedException(String message) {
        super(message);
    }
}
