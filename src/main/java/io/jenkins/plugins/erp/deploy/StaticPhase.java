package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.Optional;

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
        return rollout.tasks().collectStatic(rollout.compose(), rollout.services("web").get(0));
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        rollout.tasks().clean();
        Optional<ComposeCommands> previous = rollout.previousCompose();
        if (previous.isEmpty() || !rollout.hasTarget()) {
            return "";
        }
        // files with the same name were overwritten: the older release's are put back
        return rollout.tasks().collectStatic(previous.get(), rollout.services("web").get(0));
    }
}
