package io.jenkins.plugins.erp.runner.jenkinsfile;

/** Answers the {@code input} step. */
@FunctionalInterface
public interface Approver {

    /**
     * Asks a person.
     *
     * @return whether to go on
     * @throws StepException when there is nobody to ask, saying how to answer beforehand
     */
    boolean approve(String message, String ok) throws InterruptedException;
}
