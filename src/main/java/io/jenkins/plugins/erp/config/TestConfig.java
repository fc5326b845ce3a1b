package io.jenkins.plugins.erp.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the tests run.
 *
 * @param target stage of the Dockerfile that holds pytest, built beside the image; empty: the image
 *     itself
 * @param suites by name, in the order written
 * @param services Compose services started for the suites that want them; empty: those with the
 *     roles database and cache
 * @param env variables for the test containers, over the Compose file's own
 * @param coverage the gate on coverage
 */
public record TestConfig(
        Optional<String> target,
        Map<String, Suite> suites,
        List<String> services,
        Map<String, String> env,
        Coverage coverage) {

    /** One suite "unit", no gate. */
    public static final TestConfig DEFAULT =
            new TestConfig(
                    Optional.empty(),
                    Map.of("unit", Suite.DEFAULT),
                    List.of(),
                    Map.of(),
                    new Coverage(0, Optional.empty(), Optional.empty()));

    /**
     * One pytest run.
     *
     * @param args words for pytest, such as {@code -m}, {@code not integration}
     * @param paths files or directories for pytest; empty: its own configuration decides
     * @param needsServices whether database and cache are started for it
     * @param timeout for the run
     */
    public record Suite(
            List<String> args, List<String> paths, boolean needsServices, Duration timeout) {
        /** All tests, with services, half an hour. */
        public static final Suite DEFAULT =
                new Suite(List.of(), List.of(), true, Duration.ofMinutes(30));
    }

    /**
     * The gate on coverage over all suites together.
     *
     * @param minimum lines, in percent; 0: no gate
     * @param branches minimum of branches, in percent, if wanted
     * @param source what is measured, for {@code --cov}; empty: "."
     */
    public record Coverage(double minimum, Optional<Double> branches, Optional<String> source) {}
}
