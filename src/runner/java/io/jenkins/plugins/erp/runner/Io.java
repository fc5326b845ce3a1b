package io.jenkins.plugins.erp.runner;

import java.io.PrintStream;
import java.util.Map;

/**
 * What a command talks to.
 *
 * @param out standard output
 * @param err standard error
 * @param environment of the process
 * @param terminal whether a person sits there
 */
public record Io(
        PrintStream out, PrintStream err, Map<String, String> environment, boolean terminal) {

    /** Whether lines may be coloured. */
    public boolean colour() {
        String no = environment.get("NO_COLOR");
        return terminal && (no == null || no.isEmpty()) && smart();
    }

    /** Whether the last line may be rewritten. */
    public boolean progress() {
        return terminal && smart();
    }

    private boolean smart() {
        return !"dumb".equals(environment.get("TERM"));
    }
}
