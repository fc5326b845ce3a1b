package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.ExecutionReport;
import io.jenkins.plugins.erp.plan.ExecutionReport.Ending;
import io.jenkins.plugins.erp.plan.HostJournal;
import io.jenkins.plugins.erp.release.HostState;
import java.io.IOException;

/** What is written down when a run is over. */
final class Finish {

    private Finish() {}

    /**
     * Records the end: the ledger's line of a run that failed, the journal closed unless a person
     * or a later run has to go on from it, what it needed while at work removed.
     */
    static void afterwards(Rollout rollout, HostJournal journal, ExecutionReport report)
            throws IOException, InterruptedException {
        HostState host = rollout.host();
        if (report.ending() != Ending.DONE) {
            String outcome = report.ending() == Ending.UNDONE ? "FAILED" : "NEEDS_PERSON";
            String reason =
                    report.failedPhase().map(p -> p + ": ").orElse("")
                            + (report.failure().isEmpty()
                                    ? "found unfinished and taken back"
                                    : report.failure());
            boolean written =
                    host.ledger().entries().stream()
                            .anyMatch(
                                    e ->
                                            e.operation().equals(rollout.about().operation())
                                                    && e.outcome().equals(outcome));
            if (!written) {
                host.appendToLedger(LedgerLines.line(rollout, journal.entries(), outcome, reason));
            }
        }
        if (report.ending() != Ending.NEEDS_PERSON) {
            host.files().remove(host.workDirectory(rollout.about().operation()));
            journal.close(report.ending().name());
        }
    }
}
