package io.jenkins.plugins.erp.plan;

/** A phase could not do what it is there for; the message is for the person at the console. */
public class PhaseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    /** With what failed, where, the tool's own last lines, and what to do. */
    public PhaseException(String message) {
        this(message, false, null);
    }

    /** With the cause. */
    public PhaseException(String message, Throwable cause) {
        this(message, false, cause);
    }

    /**
     * With all of it.
     *
     * @param refused whether what was given cannot be worked with, so that trying again without
     *     changing it makes no sense
     */
    public PhaseException(String message, boolean refused, Throwable cause) {
        super(message, cause);
        this.refused = refused;
    }

    /** A refusal: what was given cannot be worked with. */
    public static PhaseException refused(String message) {
        return new PhaseException(message, true, null);
    }

    /** Whether what was given is at fault, not what happened. */
    public boolean isRefused() {
        return refused;
    }
}
