package io.jenkins.plugins.erp.runner.sim;

import java.util.List;

/**
 * What a simulated program did.
 *
 * @param exitCode its exit code
 * @param stdout standard output
 * @param stderr standard error
 */
record Answer(int exitCode, String stdout, String stderr) {
    static Answer ok(String stdout) {
        return new Answer(0, stdout, "");
    }

    static Answer lines(List<String> lines) {
        return ok(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    static Answer fail(int exitCode, String stderr) {
        return new Answer(exitCode, "", stderr.endsWith("\n") ? stderr : stderr + "\n");
    }
}
