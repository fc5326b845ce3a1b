package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Writes down on a host that follows where the lead host's migrations left the database that they
 * share, so that either can be gone back from.
 */
final class HeadsPhase implements Phase<Rollout> {

    @Override
    public String name() {
        return "heads";
    }

    @Override
    public String title() {
        return Messages.of(HeadsPhase.class, "phase.heads");
    }

    @Override
    public boolean changesSomething() {
        return false;
    }

    @Override
    public boolean idle(Rollout rollout) {
        // a rollback runs them backwards at its very end: see Rollout.heads
        return rollout.lead().isEmpty() || rollout.about().kind() != RolloutAbout.Kind.DEPLOY;
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Map<String, List<String>> heads = rollout.lead().orElseThrow().target().migrationHeads();
        Release release = rollout.target().withMigrationHeads(heads);
        rollout.host().writeRelease(release);
        rollout.setTarget(release, rollout.model());
        rollout.setHeads(heads);
        return said(heads);
    }

    /** Heads by app, for people. */
    static String said(Map<String, List<String>> heads) {
        return String.join(
                ", ",
                heads.entrySet().stream()
                        .map(e -> e.getKey() + "." + String.join("+", e.getValue()))
                        .toList());
    }
}
