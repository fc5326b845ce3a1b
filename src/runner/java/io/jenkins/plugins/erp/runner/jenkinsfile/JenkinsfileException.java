package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.util.List;

/** A Jenkinsfile that cannot be run as it is written; nothing of it has been run. */
public final class JenkinsfileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** With each problem as {@code file:line:column: what, and what to do}. */
    public JenkinsfileException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each. */
    public List<String> problems() {
        return problems;
    }
}
