package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves Celery: beat stopped, so that there are never two; new workers up; old workers told to
 * finish what they have, within the drain limit; new beat started, which was made beforehand, so
 * that its gap is short.
 */
final class WorkersPhase implements Phase<Rollout> {

    @Override
    public String name() {
        return "workers";
    }

    @Override
    public String title() {
        return Messages.of(WorkersPhase.class, "phase.workers");
    }

    @Override
    public boolean skip(Rollout rollout) throws PhaseException, IOException, InterruptedException {
        return rollout.hasTarget()
                && rollout.services("worker").isEmpty()
                && rollout.services("beat").isEmpty();
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        List<Replacement> workers = new ArrayList<>();
        for (String service : rollout.services("worker")) {
            Replacement worker = new Replacement(rollout, service);
            said.add(Generations.names(worker.grow(true).fresh()));
            workers.add(worker);
        }
        List<Replacement> beats = new ArrayList<>();
        for (String service : rollout.services("beat")) {
            Replacement beat = new Replacement(rollout, service);
            said.add(Generations.names(beat.grow(false).fresh()));
            beats.add(beat);
        }
        rollout.pause().sleep(Replacement.settle());
        for (Replacement worker : workers) {
            worker.stillThere(worker.now().fresh());
        }
        for (Replacement beat : beats) {
            beat.stop(beat.now().old());
        }
        for (Replacement worker : workers) {
            Generations both = worker.now();
            if (!both.oldRunning().isEmpty()) {
                progress.detail("old workers finish their tasks: " + Generations.names(both.old()));
                worker.stop(both.old());
            }
        }
        for (Replacement beat : beats) {
            beat.start(beat.now().fresh());
        }
        return String.join(", ", said);
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        if (!rollout.hasTarget()) {
            return "";
        }
        List<String> said = new ArrayList<>();
        for (String service : rollout.services("beat")) {
            Replacement beat = new Replacement(rollout, service);
            // the new one goes before the old one comes: never two
            beat.remove(beat.now().fresh());
        }
        for (String service : rollout.services("worker")) {
            Replacement worker = new Replacement(rollout, service);
            said.add(Generations.names(worker.bringBack()));
            Generations both = worker.now();
            worker.stop(both.fresh());
            worker.remove(both.fresh());
        }
        for (String service : rollout.services("beat")) {
            said.add(Generations.names(new Replacement(rollout, service).bringBack()));
        }
        said.removeIf(String::isEmpty);
        return said.isEmpty() ? "" : String.join(", ", said) + " at work again";
    }
}
