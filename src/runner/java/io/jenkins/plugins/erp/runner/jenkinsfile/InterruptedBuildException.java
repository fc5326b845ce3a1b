package io.jenkins.plugins.erp.runner.jenkinsfile;

/** The build, or a part of it, was stopped: by a time limit, a failed sibling, or the person. */
public final class InterruptedBuildException extends StepException {
    private static final long serialVersionUID = 1L;

    private final boolean goingOn;

    /**
     * With why.
     *
     * @param goingOn whether whatever asked for the stop still wants everything outside to stop;
     *     false once the block that set a time limit has been left
     */
    InterruptedBuildException(String message, boolean goingOn) {
        super(message);
        this.goingOn = goingOn;
    }

    boolean goingOn() {
        return goingOn;
    }
}
