package io.jenkins.plugins.erp.runner.demo;

import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.jenkinsfile.RunResult;
import io.jenkins.plugins.erp.runner.load.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a demo measured.
 *
 * @param began when
 * @param elapsed wall time of the whole demo
 * @param outcome what the process ends with
 * @param banner when it was a simulation
 * @param breaking the bad release that was tried
 * @param runs of the Jenkinsfile, by title, in order
 * @param operations in order
 * @param traffic while releases came and went
 * @param releases the ledger as {@code erp releases --json} shows it
 * @param answer of the health path at the end
 * @param failure what failed, or empty
 */
public record DemoRecord(
        Instant began,
        Duration elapsed,
        Outcome outcome,
        Optional<String> banner,
        Optional<String> breaking,
        Map<String, RunResult> runs,
        List<Recorder.Done> operations,
        Traffic.Report traffic,
        Map<String, Object> releases,
        String answer,
        Optional<String> failure) {

    /**
     * Whether a release that was broken on purpose was refused or undone, and the old one serves.
     */
    boolean asIntended() {
        return breaking().isPresent()
                && (outcome() == Outcome.FAILED || outcome() == Outcome.REFUSED)
                && answer().startsWith("200");
    }

    /** A phase of an operation, as tables show it. */
    record Phase(String operation, String title, String state, double seconds, String message) {}

    /** All phases; an operation without phases is one itself. */
    List<Phase> phases() {
        List<Phase> all = new ArrayList<>();
        int number = 0;
        for (Recorder.Done done : operations) {
            String name = ++number + " " + done.name();
            if (done.result().get("phases") instanceof List<?> list && !list.isEmpty()) {
                for (Object one : list) {
                    Map<?, ?> phase = (Map<?, ?>) one;
                    all.add(
                            new Phase(
                                    name,
                                    String.valueOf(phase.get("title")),
                                    String.valueOf(phase.get("state")),
                                    ((Number) phase.get("seconds")).doubleValue(),
                                    String.valueOf(phase.get("message"))));
                }
            } else {
                all.add(
                        new Phase(
                                name,
                                done.name(),
                                done.outcome(),
                                done.millis() / 1000.0,
                                done.failure()));
            }
        }
        return all;
    }

    /** The last operation of a kind that gave a result. */
    Optional<Map<String, Object>> last(String name) {
        Map<String, Object> found = null;
        for (Recorder.Done done : operations) {
            if (done.name().equals(name) && !done.result().isEmpty()) {
                found = done.result();
            }
        }
        return Optional.ofNullable(found);
    }

    /** For {@code --json}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("outcome", outcome.name());
        map.put("seconds", elapsed.toMillis() / 1000.0);
        banner.ifPresent(b -> map.put("simulated", b));
        breaking.ifPresent(b -> map.put("break", b));
        failure.ifPresent(f -> map.put("failure", f));
        Map<String, Object> byTitle = new LinkedHashMap<>();
        runs.forEach((title, run) -> byTitle.put(title, run.toMap()));
        map.put("runs", byTitle);
        map.put("operations", operations.stream().map(Recorder.Done::toMap).toList());
        map.put("requests", traffic.toMap());
        map.put("releases", releases);
        map.put("answer", answer);
        return map;
    }
}
