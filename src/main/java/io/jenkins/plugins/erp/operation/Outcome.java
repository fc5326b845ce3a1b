package io.jenkins.plugins.erp.operation;

/** How an operation ended. */
public enum Outcome {
    /** done, and all gates passed */
    DONE(0),
    /** done; a gate that only warns did not pass */
    UNSTABLE(0),
    /** failed; what it had changed has been taken back, or it had changed nothing */
    FAILED(1),
    /** refused before anything was done: usage or configuration */
    REFUSED(2),
    /** failed, and taking it back failed or is not possible: a person has to look */
    NEEDS_PERSON(3);

    private final int exitCode;

    Outcome(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Of the command line: 0 done, 1 failed and undone, 2 refused, 3 needs a person. */
    public int exitCode() {
        return exitCode;
    }
}
