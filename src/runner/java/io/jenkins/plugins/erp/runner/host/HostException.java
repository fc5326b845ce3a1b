package io.jenkins.plugins.erp.runner.host;

/**
 * The test host could not be brought up or taken down; the message carries the tool's last lines.
 */
public final class HostException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what failed, where to look, and what to do next. */
    public HostException(String message) {
        super(message);
    }

    /** With what failed and its cause. */
    public HostException(String message, Throwable cause) {
        super(message, cause);
    }
}
