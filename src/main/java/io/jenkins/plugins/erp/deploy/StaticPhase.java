package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;

/** Collects static files with the target's image, so that no volume shows those of another. */
final class StaticPhase implements Phase<Rollout> {

    @Override
    public String name() {
        return "collectstatic";
    }

    @Override
    public String title() {
        return Messages.of(StaticPhase.class, "phase.collectstatic");
    }

    @Override
    public boolean idle(Rollout rollout) {
        return !rollout.environment().collectstatic();
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        String release = rollout.about().release();
        boolean back = rollout.about().kind() != RolloutAbout.Kind.DEPLOY;
        // a new release's files are not known before they were collected
        if (back && new CollectedFiles(rollout.host()).rightFor().contains(release)) {
            return "the same in both releases";
        }
        return CollectedFiles.collect(rollout, rollout.compose(), release);
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        rollout.tasks().clean();
        return rollout.hasTarget() ? CollectedFiles.putBack(rollout) : "";
    }
}
