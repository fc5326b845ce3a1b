package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Decision;
import io.jenkins.plugins.erp.plan.ExecutionReport;
import io.jenkins.plugins.erp.plan.ExecutionReport.Ending;
import io.jenkins.plugins.erp.plan.Executor;
import io.jenkins.plugins.erp.plan.HostJournal;
import io.jenkins.plugins.erp.plan.JournalEntry;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Plan;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.HostState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Picks up runs that ended in the middle, with nothing but their journals and the host: forward
 * when committing had begun, else back.
 */
final class Recovery {
    private final Preparation preparation;

    Recovery(Preparation preparation) {
        this.preparation = preparation;
    }

    /**
     * All of them.
     *
     * @return what was done, for people
     */
    String run(Progress progress) throws PhaseException, IOException, InterruptedException {
        HostState host = preparation.state();
        List<String> said = new ArrayList<>();
        for (String operation : host.openOperations()) {
            said.add(one(host, operation, progress));
        }
        return said.isEmpty() ? "none" : String.join("; ", said);
    }

    private String one(HostState host, String operation, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        HostJournal journal = HostJournal.read(host, operation, preparation.context.clock());
        Optional<RolloutAbout> about = journal.about().flatMap(RolloutAbout::fromJson);
        if (about.isEmpty()) {
            journal.discard();
            return operation + " had not begun";
        }
        if (Decision.closed(journal.entries())) {
            host.files().move(host.openJournal(operation), host.closedJournal(operation));
            return operation + " was over";
        }
        Rollout rollout =
                new Rollout(
                        preparation.context,
                        preparation.environment,
                        host,
                        preparation.engine(),
                        preparation.pause,
                        about.get(),
                        Optional.empty(),
                        Optional.empty());
        Plan<Rollout> plan =
                Plans.of(about.get(), r -> LedgerLines.line(r, journal.entries(), "DONE", ""));
        boolean forward = Decision.finishForward(plan.names(), journal.entries(), CommitPhase.NAME);
        String by = about.get().kind().word() + " " + operation + " by " + about.get().actor();
        progress.warn(
                by
                        + " was left unfinished; "
                        + (forward ? "it is finished first" : "it is taken back first"));
        if (!forward && !Decision.goesBack(journal.entries())) {
            journal.append("", JournalEntry.Event.UNDO, "found unfinished");
        }
        ExecutionReport report =
                new Executor(
                                preparation.context.console(),
                                preparation.context.clock(),
                                preparation.pause)
                        .run(plan, rollout, preparation.lease.orElseThrow().guard(journal));
        if (report.ending() == Ending.NEEDS_PERSON) {
            throw new PhaseException(
                    by
                            + " was left unfinished and cannot be taken back: see above what stands in"
                            + " the way. Mend that, then run this again: it tries anew.");
        }
        Finish.afterwards(rollout, journal, report);
        if (report.aborted()) {
            throw new InterruptedException();
        }
        return operation + (report.ending() == Ending.DONE ? " finished" : " taken back");
    }
}
