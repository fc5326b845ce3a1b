package io.jenkins.plugins.erp.config;

/**
 * What was given cannot be worked with; nothing has been done. The message names file, line and
 * column where it can.
 */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With where, what, and how to mend it. */
    public ConfigException(String message) {
        super(message);
    }

    /** With where, what, how to mend it, and the cause. */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
