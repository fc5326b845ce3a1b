package io.jenkins.plugins.erp.operation;

/**
 * An operation did not do what was asked; the message says what failed, where, what state things
 * are in, what to do.
 */
public final class OperationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    /** With an outcome other than done. */
    public OperationException(Outcome outcome, String message) {
        this(outcome, message, null);
    }

    /** With an outcome other than done, and the cause. */
    public OperationException(Outcome outcome, String message, Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    /** How it ended. */
    public Outcome outcome() {
        return outcome;
    }
}
