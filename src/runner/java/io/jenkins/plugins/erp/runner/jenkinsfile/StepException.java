package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.operation.Outcome;

/**
 * A step failed, as {@code hudson.AbortException} says it in Jenkins; Pipeline code may catch it.
 */
public class StepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    /** A failure, with a message for the person who reads the console. */
    public StepException(String message) {
        this(Outcome.FAILED, message, null);
    }

    /** A failure with its outcome and cause. */
    public StepException(Outcome outcome, String message, Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    /** What the process should end with when nobody catches this. */
    public Outcome outcome() {
        return outcome;
    }
}
