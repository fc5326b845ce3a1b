package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.Plan;
import io.jenkins.plugins.erp.release.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The phases of a deploy, a rollback and a restore. */
final class Plans {

    /** The phase that shows that a host's switch went well. */
    static final String VERIFIED = "verify";

    /** What is done once for all hosts of a run, on its lead. */
    private static final Set<String> ONCE =
            Set.of("backup", "safety", "load", "exchange", "catchup", "reverse");

    private Plans() {}

    /** The plan of a kind of run on one host; the same for whoever picks it up. */
    static Plan<Rollout> of(RolloutAbout about, Function<Rollout, LedgerEntry> line) {
        Plan<Rollout> whole = whole(about, line);
        if (about.lead()) {
            return whole;
        }
        List<Phase<Rollout>> phases = new ArrayList<>();
        for (Phase<Rollout> phase : whole.phases()) {
            if (phase instanceof MigratePhase) {
                // of what it does, static files are each host's own
                phases.add(new StaticPhase());
            } else if (!ONCE.contains(phase.name())) {
                phases.add(phase);
            }
            if (phase.name().equals(about.staged())) {
                phases.add(new IdlePhase());
                phases.add(new HeadsPhase());
            }
        }
        return new Plan<>(whole.name(), phases);
    }

    private static Plan<Rollout> whole(RolloutAbout about, Function<Rollout, LedgerEntry> line) {
        return Platform.of(about.target()).plan(about, line);
    }
}
