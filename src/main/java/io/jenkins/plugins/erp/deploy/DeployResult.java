package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.plan.ExecutionReport.PhaseReport;
import io.jenkins.plugins.erp.plan.PhaseState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a deploy or a rollback came to.
 *
 * @param kind deploy or rollback
 * @param outcome how it ended
 * @param environment name in erp.yaml
 * @param release id that was to become current
 * @param previous id that was current before, or empty
 * @param current id that is current now, or empty
 * @param image as asked for
 * @param pinned what runs, by digest where a registry knows one
 * @param commit of the release, or empty
 * @param phases in order, with seconds
 * @param seconds altogether
 * @param failedPhase title, or empty
 * @param failure why it failed, with the tool's own last lines; or empty
 * @param state what state each host is in, for people
 * @param migrationsApplied in this run
 * @param commands docker commands that were run
 * @param hosts how it went on each host, the lead first
 */
public record DeployResult(
        String kind,
        Outcome outcome,
        String environment,
        String release,
        String previous,
        String current,
        String image,
        String pinned,
        String commit,
        List<PhaseReport> phases,
        double seconds,
        String failedPhase,
        String failure,
        Map<String, String> state,
        List<String> migrationsApplied,
        int commands,
        List<HostResult> hosts)
        implements OperationResult {

    /** Copies. */
    public DeployResult {
        phases = List.copyOf(phases);
        state = new LinkedHashMap<>(state);
        migrationsApplied = List.copyOf(migrationsApplied);
        hosts = List.copyOf(hosts);
    }

    /**
     * One host.
     *
     * @param host its address
     * @param lead whether it went first and decided
     * @param outcome how it ended there
     * @param seconds of work there
     * @param current id of the release that serves there, or empty
     * @param failure why it failed there, its first line; or empty
     * @param phases in order, with seconds
     */
    public record HostResult(
            String host,
            boolean lead,
            Outcome outcome,
            double seconds,
            String current,
            String failure,
            List<PhaseReport> phases) {

        /** Copies. */
        public HostResult {
            phases = List.copyOf(phases);
        }

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("host", host);
            map.put("lead", lead);
            map.put("outcome", outcome.name());
            map.put("seconds", seconds);
            map.put("current", current);
            map.put("failure", failure);
            map.put("phases", maps(phases));
            return map;
        }
    }

    /** Whether the release became the current one, so that what is left can only be finished. */
    boolean committed() {
        return phases.stream()
                .anyMatch(p -> p.name().equals(CommitPhase.NAME) && p.state() == PhaseState.DONE);
    }

    @Override
    public String summary() {
        String time = String.format(java.util.Locale.ROOT, "%.1f s", seconds);
        return switch (outcome) {
            case DONE, UNSTABLE ->
                    kind
                            + " of "
                            + release
                            + " to "
                            + environment
                            + " done in "
                            + time
                            + (previous.isEmpty() ? "" : ", before: " + previous);
            case FAILED ->
                    kind
                            + " to "
                            + environment
                            + " failed in \""
                            + failedPhase
                            + "\" and was taken back ("
                            + time
                            + "); serving: "
                            + (current.isEmpty() ? "what ran before" : current);
            case REFUSED -> kind + " to " + environment + " refused: " + failure;
            case NEEDS_PERSON ->
                    kind
                            + " to "
                            + environment
                            + " failed in \""
                            + failedPhase
                            + (committed()
                                    ? "\" after "
                                            + release
                                            + " had become current, and could not be finished"
                                    : "\" and could not be taken back")
                            + ": a person has to look";
        };
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", kind);
        map.put("outcome", outcome.name());
        map.put("summary", summary());
        map.put("environment", environment);
        map.put("release", release);
        map.put("previous", previous);
        map.put("current", current);
        map.put("image", image);
        map.put("pinned", pinned);
        map.put("commit", commit);
        map.put("seconds", seconds);
        map.put("failedPhase", failedPhase);
        map.put("failure", failure);
        map.put("hosts", new LinkedHashMap<>(state));
        map.put("migrationsApplied", new ArrayList<>(migrationsApplied));
        map.put("dockerCommands", commands);
        map.put("phases", maps(phases));
        map.put(
                "hostResults",
                new ArrayList<Object>(hosts.stream().map(HostResult::toMap).toList()));
        return map;
    }

    private static List<Object> maps(List<PhaseReport> phases) {
        List<Object> all = new ArrayList<>();
        for (PhaseReport phase : phases) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", phase.name());
            one.put("title", phase.title());
            one.put("state", phase.state().name());
            one.put("seconds", phase.seconds());
            one.put("revertSeconds", phase.revertSeconds());
            one.put("message", phase.message());
            all.add(one);
        }
        return all;
    }
}
