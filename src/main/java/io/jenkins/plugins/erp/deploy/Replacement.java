package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.PhaseException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves one service's containers from one generation to the next and back. */
final class Replacement {
    private final Rollout rollout;
    private final DockerHost docker;
    private final String service;

    Replacement(Rollout rollout, String service) {
        this.rollout = rollout;
        this.docker = rollout.docker();
        this.service = service;
    }

    /** The containers as they are now. */
    Generations now() throws IOException, InterruptedException {
        return Generations.of(
                docker.containers(Optional.of(service)), service, rollout.about().release());
    }

    /** Wanted number of containers. */
    int wanted() throws PhaseException, IOException, InterruptedException {
        return Math.max(1, rollout.model().services().get(service).replicas());
    }

    /**
     * Has as many new containers as are wanted beside the old ones that run.
     *
     * @param started whether they are started, or only made
     */
    Generations grow(boolean started) throws PhaseException, IOException, InterruptedException {
        Generations before = now();
        List<ContainerState> dead = before.oldDead();
        // Compose would start what an earlier run left stopped instead of making new ones
        docker.remove(Generations.ids(dead));
        int missing = wanted() - before.fresh().size();
        if (missing > 0) {
            int all = before.oldRunning().size() + before.fresh().size() + missing;
            ComposeCommands compose = rollout.compose();
            docker.must(
                    started
                            ? compose.scale(service, all)
                            : compose.compose(
                                    "up",
                                    "--no-start",
                                    "--no-deps",
                                    "--no-recreate",
                                    "--no-build",
                                    "--scale",
                                    service + "=" + all,
                                    service));
        }
        Generations after = now();
        if (after.fresh().size() < wanted()) {
            throw new PhaseException(
                    "docker compose made "
                            + after.fresh().size()
                            + " new containers of "
                            + service
                            + " instead of "
                            + wanted());
        }
        return after;
    }

    /** Stops containers that run, with time to finish. */
    void stop(List<ContainerState> containers) throws IOException, InterruptedException {
        List<ContainerState> running = containers.stream().filter(ContainerState::running).toList();
        if (!running.isEmpty()) {
            docker.must(
                    DockerCommands.stop(rollout.environment().drain(), Generations.ids(running)));
        }
    }

    /** Starts containers that do not run. */
    void start(List<ContainerState> containers) throws IOException, InterruptedException {
        List<ContainerState> still = containers.stream().filter(c -> !c.running()).toList();
        if (!still.isEmpty()) {
            docker.must(DockerCommands.start(Generations.ids(still)));
        }
    }

    /** Removes containers, running or not. */
    void remove(List<ContainerState> containers) throws IOException, InterruptedException {
        docker.remove(Generations.ids(containers));
    }

    /**
     * Has the old generation running again: started where it was stopped, made anew from the
     * previous release where it is gone.
     *
     * @return the old containers; none on a first deploy
     */
    List<ContainerState> bringBack() throws PhaseException, IOException, InterruptedException {
        Generations now = now();
        if (!now.old().isEmpty()) {
            start(now.old());
            return now().old();
        }
        Optional<ComposeCommands> previous = rollout.previousCompose();
        if (previous.isEmpty()) {
            return List.of();
        }
        docker.must(previous.get().scale(service, now.fresh().size() + wanted()));
        return now().old();
    }

    /** Fails when one of the new containers has ended. */
    void stillThere(List<ContainerState> containers)
            throws PhaseException, IOException, InterruptedException {
        List<ContainerState> now = docker.inspect(new ArrayList<>(Generations.ids(containers)));
        for (ContainerState c : now) {
            if (!c.running()
                    || c.restartCount() > 0
                    || c.health().filter("unhealthy"::equals).isPresent()) {
                throw new PhaseException(
                        "the new container "
                                + c.name()
                                + " does not stay up ("
                                + c.state()
                                + c.health().map(h -> ", " + h).orElse("")
                                + ", exit code "
                                + c.exitCode()
                                + (c.restartCount() > 0
                                        ? ", restarted " + c.restartCount() + " times"
                                        : "")
                                + "). Its last lines:"
                                + docker.lastLines(c.id()));
            }
        }
    }

    /** How long a worker is watched before the old one goes. */
    static Duration settle() {
        return Duration.ofMillis(500);
    }
}
