package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.ExecutionReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leads a run on all its hosts to one end, step by step as {@link FleetStep} decides. */
final class FleetRun {
    private final Fleet fleet;
    private final List<HostRun> hosts;
    private final boolean committed;
    private boolean aborted;

    /**
     * A run that has begun, or was left.
     *
     * @param committed whether the lead is known to have committed although it is not among these
     */
    FleetRun(Fleet fleet, List<HostRun> hosts, boolean committed) {
        this.fleet = fleet;
        this.hosts = List.copyOf(hosts);
        this.committed = committed;
        Optional<Rollout> lead =
                hosts.stream().filter(HostRun::lead).map(h -> h.rollout).findFirst();
        hosts.stream().filter(h -> !h.lead()).forEach(h -> h.rollout.follow(lead));
    }

    /** Turns all of them round before anything else is done. */
    void turn(String why) {
        hosts.stream().filter(HostRun::lead).forEach(h -> h.execution.turn(why));
        fleet.each(
                hosts.stream().filter(h -> !h.lead()).toList(),
                h -> {
                    h.execution.turn(why);
                    return "";
                });
    }

    /** Leads them to the end; an abort is noted, and what was done is taken back. */
    void toEnd() {
        while (true) {
            FleetStep step =
                    FleetStep.next(
                            hosts.stream().map(HostRun::view).toList(),
                            committed,
                            hosts.get(0).about().staged(),
                            fleet.environment.maxParallel());
            if (step.kind() == FleetStep.Kind.OVER) {
                return;
            }
            String why = reason();
            fleet.each(
                    step.hosts().stream().map(hosts::get).toList(),
                    h -> {
                        h.take(step, why);
                        return "";
                    });
            if (Thread.interrupted()) {
                aborted = true;
                boolean mayTurn =
                        hosts.stream().filter(HostRun::lead).noneMatch(h -> h.view().committing());
                if (!committed && mayTurn) {
                    hosts.stream().filter(HostRun::lead).forEach(h -> h.execution.turn("aborted"));
                }
            }
        }
    }

    private String reason() {
        for (HostRun host : hosts) {
            ExecutionReport report = host.report();
            if (report.failedPhase().isPresent()) {
                return "another host failed: "
                        + host.host.name
                        + ", "
                        + report.failedPhase().get()
                        + ": "
                        + report.failure().lines().findFirst().orElse("");
            }
        }
        return aborted ? "aborted" : "another host turned round";
    }

    /** Records the end on each host, the lead first; what could not be is told. */
    void finish() {
        List<HostRun> order = new ArrayList<>(hosts.stream().filter(HostRun::lead).toList());
        order.forEach(this::finish);
        fleet.each(
                hosts.stream().filter(h -> !h.lead()).toList(),
                h -> {
                    finish(h);
                    return "";
                });
        aborted |= Thread.interrupted();
    }

    private void finish(HostRun host) {
        try {
            host.finish();
        } catch (IOException e) {
            host.host
                    .context
                    .console()
                    .warn(
                            "the end of this run could not be recorded on the host ("
                                    + e.getMessage()
                                    + "); the next deploy or rollback does that first");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean aborted() {
        return aborted || hosts.stream().anyMatch(h -> h.report().aborted());
    }
}
