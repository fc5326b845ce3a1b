package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Hands Celery over: the new workers are up, the old beat is stopped and the new one started at
 * once, so that there are never two and the gap is that of one start; the old workers are told to
 * finish what they have and to take nothing more. They are waited for when the run is over.
 */
final class HandoverPhase implements Phase<Rollout> {
    private static final Duration SETTLE = Duration.ofMillis(300);

    @Override
    public String name() {
        return "workers";
    }

    @Override
    public String title() {
        return Messages.of(HandoverPhase.class, "phase.workers");
    }

    @Override
    public boolean idle(Rollout rollout) {
        return rollout.without(Role.WORKER, Role.BEAT);
    }

    @Override
    public boolean skip(Rollout rollout) throws PhaseException, IOException, InterruptedException {
        return rollout.hasTarget() && BesidePhase.background(rollout).isEmpty();
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Replacement workers = new Replacement(rollout, rollout.services("worker"));
        Replacement beats = new Replacement(rollout, rollout.services("beat"));
        Map<String, Generations> before = workers.now();
        boolean up = Replacement.fresh(before).stream().allMatch(ContainerState::running);
        List<ContainerState> working = Replacement.fresh(workers.grow(before, true));
        Map<String, Generations> both = beats.grow(false);
        List<ContainerState> beating = Replacement.fresh(both);
        if (!up) {
            rollout.pause().sleep(SETTLE);
        }
        workers.stillThere(working);
        beats.stopIdle(Replacement.old(both));
        beats.start(beating);
        List<ContainerState> leaving = Generations.running(workers.old());
        for (ContainerState one : leaving) {
            rollout.docker().must(DockerCommands.kill(one.stopSignal(), one.id()));
        }
        List<ContainerState> taken = new ArrayList<>(working);
        taken.addAll(beating);
        return Generations.names(taken)
                + (leaving.isEmpty()
                        ? ""
                        : "; " + Generations.names(leaving) + " finishes what it has");
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        if (!rollout.hasTarget() || rollout.about().dark()) {
            // the old ones come back when they have their own database again
            return "";
        }
        Replacement workers = new Replacement(rollout, rollout.services("worker"));
        Replacement beats = new Replacement(rollout, rollout.services("beat"));
        // the new one goes before the old one comes: never two
        beats.stopIdle(beats.fresh());
        if (rollout.page().needed()) {
            // the old ones come back when the database is as they know it
            return "";
        }
        // those that were told to finish do so first, and only then begin anew
        workers.stop(workers.old());
        List<ContainerState> back = new ArrayList<>(workers.bringBack());
        back.addAll(beats.bringBack());
        return back.isEmpty() ? "" : Generations.names(back) + " at work again";
    }
}
