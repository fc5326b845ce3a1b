package io.jenkins.plugins.erp.runner.jenkinsfile;

/** How a build or a stage ended, from best to worst; the names are Jenkins'. */
public enum BuildResult {
    SUCCESS,
    UNSTABLE,
    FAILURE,
    NOT_BUILT,
    ABORTED;

    /** The worse of two. */
    BuildResult worse(BuildResult other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Reads Jenkins' name of a result. */
    static BuildResult parse(Object name) {
        try {
            return valueOf(String.valueOf(name).toUpperCase(java.util.Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new StepException(
                    "\""
                            + name
                            + "\" is not a build result: SUCCESS, UNSTABLE, FAILURE, NOT_BUILT or ABORTED");
        }
    }
}
