package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Execution;
import io.jenkins.plugins.erp.plan.ExecutionReport;
import io.jenkins.plugins.erp.plan.Executor;
import io.jenkins.plugins.erp.plan.HostJournal;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Plan;
import java.io.IOException;
import java.util.Optional;

/** A run's part on one host: its journal and how far it has come. */
final class HostRun {
    final Preparation host;
    final Rollout rollout;
    final HostJournal journal;
    final Execution<Rollout> execution;
    private final int from;
    private volatile boolean stuck;

    /**
     * Goes on from what the journal says.
     *
     * @param before phases shown before the plan's first
     */
    HostRun(
            Preparation host,
            RolloutAbout about,
            HostJournal journal,
            Optional<DeployRequest> request,
            int before)
            throws PhaseException {
        this.host = host;
        this.journal = journal;
        this.from = journal.entries().size();
        this.rollout = Rollout.of(host, about, request);
        Plan<Rollout> plan =
                Plans.of(about, r -> LedgerLines.line(r, journal.entries(), "DONE", ""));
        this.execution =
                new Executor(
                                host.context.console(),
                                host.context.clock(),
                                host.pause,
                                before,
                                false)
                        .begin(plan, rollout, host.lease.orElseThrow().guard(journal));
    }

    RolloutAbout about() {
        return rollout.about();
    }

    boolean lead() {
        return about().lead();
    }

    FleetStep.View view() {
        return new FleetStep.View(
                lead(),
                execution.plan().names(),
                execution.entries(),
                from,
                execution.plan().holding(),
                stuck);
    }

    /** Forward to a phase, all the way back, or whatever the step says. */
    void take(FleetStep step, String why) {
        switch (step.kind()) {
            case FORWARD -> execution.forwardTo(step.until());
            case INSIST -> stuck = !execution.insist(step.until());
            case TURN -> execution.turn(why);
            case BACK -> execution.toEnd();
            case OVER -> {
                // nothing is left to do
            }
        }
    }

    /** Whether the new release is the current one here, even where something is left to do. */
    boolean committed() {
        return report().done(CommitPhase.NAME);
    }

    /** Id of the release that is the current one here, or empty. */
    String current() {
        return committed() ? about().release() : about().previous();
    }

    ExecutionReport report() {
        return execution.report();
    }

    /** Records the end on the host. */
    void finish() throws IOException, InterruptedException {
        Finish.afterwards(rollout, journal, report());
    }
}
