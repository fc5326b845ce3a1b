package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.List;

/**
 * Stops services that run on the lead host alone, where this host had that part before: beat is
 * never there twice. They are kept until the run is over.
 */
final class IdlePhase implements Phase<Rollout> {
    static final String NAME = "idle";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return Messages.of(IdlePhase.class, "phase.idle");
    }

    @Override
    public boolean idle(Rollout rollout) {
        return rollout.about().idle().isEmpty();
    }

    @Override
    public boolean skip(Rollout rollout) throws PhaseException, IOException, InterruptedException {
        return mine(rollout).isEmpty();
    }

    private static List<ContainerState> mine(Rollout rollout)
            throws IOException, InterruptedException {
        List<String> idle = rollout.about().idle();
        return idle.isEmpty()
                ? List.of()
                : rollout.docker().containers().stream()
                        .filter(c -> idle.contains(c.service()))
                        .toList();
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        List<ContainerState> running =
                mine(rollout).stream().filter(ContainerState::running).toList();
        if (running.isEmpty()) {
            return "";
        }
        rollout.docker()
                .must(DockerCommands.stop(rollout.environment().drain(), Generations.ids(running)));
        return Generations.names(running) + " stopped: it runs on the lead host from now on";
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        List<ContainerState> stopped = mine(rollout).stream().filter(c -> !c.running()).toList();
        if (stopped.isEmpty()) {
            return "";
        }
        rollout.docker().must(DockerCommands.start(Generations.ids(stopped)));
        return Generations.names(stopped) + " at work again";
    }
}
