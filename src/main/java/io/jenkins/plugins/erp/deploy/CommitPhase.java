package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.LedgerEntry;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the new release the current one: the ledger's line, then the name, which is atomic. It may
 * be done twice; once a run has done it there is only forward.
 */
final class CommitPhase implements Phase<Rollout> {
    static final String NAME = "commit";

    private final Function<Rollout, LedgerEntry> line;

    /** With how the ledger's line is made when it is time. */
    CommitPhase(Function<Rollout, LedgerEntry> line) {
        this.line = line;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return Messages.of(CommitPhase.class, "phase.commit");
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        HostState host = rollout.host();
        String id = rollout.about().release();
        boolean written =
                host.ledger().made().stream()
                        .anyMatch(e -> e.operation().equals(rollout.about().operation()));
        if (!written) {
            host.appendToLedger(line.apply(rollout));
        }
        host.setCurrent(id);
        return id + " is current";
    }

    /* A line of the ledger stays; one that says FAILED is written behind it. */
    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        HostState host = rollout.host();
        if (!host.current().equals(Optional.of(rollout.about().release()))) {
            return "";
        }
        Optional<String> previous = rollout.about().previousRelease();
        if (previous.isPresent()) {
            host.setCurrent(previous.get());
        } else {
            host.files().remove(host.root() + "/current");
        }
        return "";
    }
}
