package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.report.Findings;
import io.jenkins.plugins.erp.report.ReportException;
import java.util.List;
import java.util.Optional;

/** A tool: how it is called, and what its answer means. Pure: runs nothing. */
interface Scanner {

    /** As in erp.yaml. */
    String name();

    /** Whether it has to reach the network, as those do that ask for known vulnerabilities. */
    default boolean online() {
        return false;
    }

    /** Its call; paths are relative to the directory it runs in. */
    List<String> argv(Target target);

    /**
     * What its answer means.
     *
     * @throws ReportException when its output cannot be read: the tool is then an error, never
     *     clean
     */
    Answer judge(Execution execution) throws ReportException;

    /**
     * What is looked at.
     *
     * @param paths relative
     * @param inImage whether it runs in an image, whose installed packages are the subject
     * @param banditConfig whether pyproject.toml has settings for bandit
     * @param requirements requirement files in the workspace
     */
    record Target(
            List<String> paths, boolean inImage, boolean banditConfig, List<String> requirements) {}

    /** How the call ended. */
    record Execution(int exitCode, String stdout, String stderr) {}

    /**
     * What came of it.
     *
     * @param findings what was found
     * @param trouble why it did not look at everything; empty: it did
     */
    record Answer(Findings findings, Optional<String> trouble) {

        /** All was looked at, but for what the report itself names as unread. */
        static Answer of(Findings findings) {
            return new Answer(
                    findings,
                    findings.unread().isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    "could not read: " + String.join("; ", findings.unread())));
        }

        /** It did not do its work. */
        static Answer broken(String why) {
            return new Answer(new Findings(List.of(), List.of(), List.of()), Optional.of(why));
        }

        /** It ended with a code that it has for no good end, whatever it printed. */
        static Answer crashed(Execution execution) {
            return broken("crashed with exit code " + execution.exitCode());
        }
    }
}
