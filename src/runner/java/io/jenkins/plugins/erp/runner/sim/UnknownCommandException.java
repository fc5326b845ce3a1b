package io.jenkins.plugins.erp.runner.sim;

import java.util.List;

/** The simulation does not know a command; it never takes one for done that it did not do. */
public final class UnknownCommandException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** For a command. */
    public UnknownCommandException(List<String> argv) {
        super("the simulated host does not know this command: " + shown(argv));
    }

    private static String shown(List<String> argv) {
        String text = String.join(" ", argv);
        return text.length() > 400 ? text.substring(0, 400) + " ..." : text;
    }
}
