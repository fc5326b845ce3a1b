package io.jenkins.plugins.erp.runner.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a benchmark is asked for.
 *
 * @param home the checkout
 * @param environment of the process
 * @param rounds of each contestant
 * @param rate requests a second
 * @param control how long the idle control run takes
 * @param only contestants by name; empty: all
 * @param broken whether a release that never gets healthy is tried too
 */
public record BenchOptions(
        Path home,
        Map<String, String> environment,
        int rounds,
        int rate,
        Duration control,
        List<String> only,
        boolean broken) {

    /** Names of the contestants there are. */
    public static final List<String> CONTESTANTS =
            List.of(PlanOrder.NAME, "up", "scale", "rolling", "blueGreen");

    /** Copies. */
    public BenchOptions {
        environment = Map.copyOf(environment);
        only = List.copyOf(only);
    }

    boolean wants(String name) {
        return only.isEmpty() || only.contains(name);
    }
}
