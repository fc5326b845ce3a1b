package io.jenkins.plugins.erp.plan;

/**
 * Somebody else has taken over what this run worked on: it stops where it is, and takes nothing
 * back, because the other one does.
 */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With who took over. */
    public StoppedException(String message) {
        super(message);
    }
}
