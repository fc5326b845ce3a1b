package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.PhaseException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The containers of some services while they go from one release to the next and back. */
final class Replacement {
    private static final Duration IDLE = Duration.ofSeconds(4);

    private final Rollout rollout;
    private final DockerHost docker;
    private final List<String> services;

    Replacement(Rollout rollout, List<String> services) {
        this.rollout = rollout;
        this.docker = rollout.docker();
        this.services = List.copyOf(services);
    }

    /** The containers as they are now, by service. */
    Map<String, Generations> now() throws IOException, InterruptedException {
        List<ContainerState> all =
                services.isEmpty()
                        ? List.of()
                        : docker.containers(
                                services.size() == 1
                                        ? Optional.of(services.get(0))
                                        : Optional.empty());
        Map<String, Generations> now = new LinkedHashMap<>();
        for (String service : services) {
            now.put(
                    service,
                    Generations.of(
                            all, service, rollout.about().release(), rollout.about().previous()));
        }
        return now;
    }

    /** Those of the new release. */
    List<ContainerState> fresh() throws IOException, InterruptedException {
        return fresh(now());
    }

    /** Those of the release before. */
    List<ContainerState> old() throws IOException, InterruptedException {
        return old(now());
    }

    static List<ContainerState> old(Map<String, Generations> all) {
        return all.values().stream().flatMap(g -> g.old().stream()).toList();
    }

    static List<ContainerState> fresh(Map<String, Generations> all) {
        return all.values().stream().flatMap(g -> g.fresh().stream()).toList();
    }

    /**
     * Has as many new containers as are wanted beside the old ones that run.
     *
     * @param started whether they are started, or only made
     */
    Map<String, Generations> grow(boolean started)
            throws PhaseException, IOException, InterruptedException {
        return grow(now(), started);
    }

    /** The same where it has just been looked which there are. */
    Map<String, Generations> grow(Map<String, Generations> before, boolean started)
            throws PhaseException, IOException, InterruptedException {
        List<ContainerState> gone = new ArrayList<>();
        Map<String, Integer> all = new LinkedHashMap<>();
        for (Map.Entry<String, Generations> e : before.entrySet()) {
            Generations one = e.getValue();
            gone.addAll(one.stale());
            int missing = rollout.wanted(e.getKey()) - one.fresh().size();
            if (missing > 0) {
                // Compose would start what an earlier run left stopped instead of making new ones
                gone.addAll(one.oldDead());
                all.put(e.getKey(), one.oldRunning().size() + one.fresh().size() + missing);
            }
        }
        if (!gone.isEmpty()) {
            stop(gone);
            remove(gone);
        }
        if (!all.isEmpty()) {
            docker.must(rollout.compose().scale(all, started));
        }
        Map<String, Generations> after = all.isEmpty() && gone.isEmpty() ? before : now();
        for (Map.Entry<String, Generations> e : after.entrySet()) {
            int wanted = rollout.wanted(e.getKey());
            if (e.getValue().fresh().size() < wanted) {
                throw new PhaseException(
                        "docker compose made "
                                + e.getValue().fresh().size()
                                + " new containers of "
                                + e.getKey()
                                + " instead of "
                                + wanted);
            }
        }
        if (started && start(fresh(after))) {
            // one that the engine had stopped has another address now
            return now();
        }
        return after;
    }

    /** Stops containers that run, with time to finish. */
    void stop(List<ContainerState> containers) throws IOException, InterruptedException {
        stop(containers, rollout.environment().drain());
    }

    /**
     * Stops containers that have nothing to finish. One that was just started does not hear its
     * stop signal yet, as the first process of a container, and would be waited for in vain.
     */
    void stopIdle(List<ContainerState> containers) throws IOException, InterruptedException {
        Duration drain = rollout.environment().drain();
        stop(containers, drain.compareTo(IDLE) < 0 ? drain : IDLE);
    }

    private void stop(List<ContainerState> containers, Duration limit)
            throws IOException, InterruptedException {
        List<ContainerState> running = Generations.running(containers);
        if (!running.isEmpty()) {
            docker.must(DockerCommands.stop(limit, Generations.ids(running)));
        }
    }

    /**
     * Starts containers that do not run.
     *
     * @return whether there was one
     */
    boolean start(List<ContainerState> containers) throws IOException, InterruptedException {
        List<ContainerState> still = containers.stream().filter(c -> !c.running()).toList();
        if (!still.isEmpty()) {
            docker.must(DockerCommands.start(Generations.ids(still)));
        }
        return !still.isEmpty();
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
        Map<String, Generations> now = now();
        Optional<ComposeCommands> previous = rollout.previousCompose();
        Map<String, Integer> missing = new LinkedHashMap<>();
        List<ContainerState> stopped = new ArrayList<>();
        for (Map.Entry<String, Generations> e : now.entrySet()) {
            stopped.addAll(e.getValue().oldDead());
            if (e.getValue().old().isEmpty()) {
                missing.put(e.getKey(), e.getValue().fresh().size() + rollout.wanted(e.getKey()));
            }
        }
        boolean started = start(stopped);
        boolean made = previous.isPresent() && !missing.isEmpty();
        if (made) {
            docker.must(previous.get().scale(missing, true));
        }
        return started || made ? old() : old(now);
    }

    /** Fails when one of the new containers has ended. */
    void stillThere(List<ContainerState> containers)
            throws PhaseException, IOException, InterruptedException {
        List<ContainerState> now = docker.inspect(Generations.ids(containers));
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
}
