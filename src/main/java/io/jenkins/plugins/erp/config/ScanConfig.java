package io.jenkins.plugins.erp.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.erp.report.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the code is scanned.
 *
 * @param tools by name: flake8, black, isort, bandit, pip-audit, safety
 * @param failOn mildest severity that fails
 * @param baseline file of known findings, which do not fail; empty: none
 * @param paths looked at, relative to the workspace
 * @param where the tools run
 * @param target stage of the Dockerfile that holds the tools, when they run in an image; empty: the
 *     test stage
 * @param timeout for each tool
 */
public record ScanConfig(
        List<String> tools,
        Severity failOn,
        Optional<String> baseline,
        List<String> paths,
        Where where,
        Optional<String> target,
        Duration timeout) {

    /** Used where nobody said otherwise. */
    public static final ScanConfig DEFAULT =
            new ScanConfig(
                    List.of("flake8", "black", "isort", "bandit"),
                    Severity.HIGH,
                    Optional.empty(),
                    List.of("."),
                    Where.AUTO,
                    Optional.empty(),
                    Duration.ofMinutes(10));

    /** Where a scanner runs. */
    public enum Where {
        /** in the image where there is one that has the tool, else on the agent */
        @JsonProperty("auto")
        AUTO,
        @JsonProperty("image")
        IMAGE,
        @JsonProperty("agent")
        AGENT
    }
}
