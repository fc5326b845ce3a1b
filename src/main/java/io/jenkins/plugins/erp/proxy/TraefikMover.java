package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.config.Durations;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Moves a Traefik that finds containers by their labels. It asks every container of the service
 * that is healthy, and no other: the new ones come in by themselves, and the old ones go out by a
 * file that their health check fails at. They go on with what they have until they are stopped.
 */
final class TraefikMover implements ProxyMover {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration THROTTLE = Duration.ofSeconds(2);
    private static final Duration MARGIN = Duration.ofMillis(500);
    private static final String THROTTLE_FLAG = "--providers.providersthrottleduration=";

    private final HostCommands host;
    private final Pause pause;

    TraefikMover(HostCommands host, Pause pause) {
        this.host = host;
        this.pause = pause;
    }

    /** How long it gathers changes before it acts on them. */
    static Duration throttle(List<String> command) {
        for (String word : command) {
            if (word.toLowerCase(Locale.ROOT).startsWith(THROTTLE_FLAG)) {
                try {
                    return Durations.parse(word.substring(THROTTLE_FLAG.length())).plus(MARGIN);
                } catch (IllegalArgumentException e) {
                    // Traefik would not have started with it
                    break;
                }
            }
        }
        return THROTTLE.plus(MARGIN);
    }

    @Override
    public void check(ContainerState proxy, List<String> names) {
        // what counts are web's labels and health check, which are looked at in the Compose file
    }

    @Override
    public Optional<Set<Integer>> ports(ContainerState proxy, List<String> names) {
        return Optional.empty();
    }

    @Override
    public Steered steered(ContainerState proxy, List<ContainerState> web, List<String> names)
            throws PhaseException, ShellException, InterruptedException {
        boolean anyDrained = false;
        boolean there = true;
        for (ContainerState one : web) {
            boolean drained = drained(one);
            anyDrained |= drained;
            there &= !drained;
        }
        for (ContainerState other : others(web)) {
            boolean drained = drained(other);
            anyDrained |= drained;
            there &= drained || !Drain.wrapped(other);
        }
        return there ? Steered.THERE : anyDrained ? Steered.ELSEWHERE : Steered.NOT;
    }

    private boolean drained(ContainerState one) throws ShellException, InterruptedException {
        return Drain.wrapped(one)
                && host.run(InContainer.exec(one.id(), "test", "-e", Drain.FILE)).ok();
    }

    @Override
    public void pointAt(
            ContainerState proxy, List<ContainerState> web, List<String> names, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        for (ContainerState one : web) {
            if (Drain.wrapped(one)) {
                host.run(InContainer.exec(one.id(), "rm", "-f", Drain.FILE)).orThrow();
            }
        }
        await(web, ContainerState::ready, "healthy", progress);
        pause.sleep(throttle(proxy.command()));
        retire(proxy, others(web), progress);
    }

    @Override
    public void retire(ContainerState proxy, List<ContainerState> old, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        List<ContainerState> leaving = new ArrayList<>();
        for (ContainerState one : inspect(old)) {
            if (!one.running()) {
                continue;
            }
            if (Drain.wrapped(one)) {
                host.run(InContainer.exec(one.id(), "touch", Drain.FILE)).orThrow();
                if (one.ready()) {
                    leaving.add(one);
                }
            } else {
                progress.warn(
                        one.name()
                                + " was not made by a release of this, so that its health check"
                                + " cannot be made to fail: from its stop until Traefik notices,"
                                + " which may take "
                                + throttle(proxy.command()).toMillis() / 1000.0
                                + " s, requests that Traefik sends there fail. From the next deploy"
                                + " on there is no such gap");
            }
        }
        if (!leaving.isEmpty()) {
            await(leaving, c -> !c.ready(), "out of Traefik's rotation", progress);
            pause.sleep(throttle(proxy.command()));
        }
    }

    @Override
    public void clean(ContainerState proxy) {
        // what is steered by is in containers that are gone, or wanted out as long as they are kept
    }

    private void await(
            List<ContainerState> containers,
            Predicate<ContainerState> wanted,
            String words,
            Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        long rounds = LIMIT.toMillis() / POLL.toMillis();
        for (long i = 0; ; i++) {
            List<String> open =
                    inspect(containers).stream()
                            .filter(wanted.negate())
                            .map(ContainerState::name)
                            .toList();
            if (open.isEmpty()) {
                return;
            }
            if (i >= rounds) {
                throw new PhaseException(
                        String.join(", ", open)
                                + " did not get "
                                + words
                                + " within "
                                + LIMIT.toSeconds()
                                + " s. Is the interval of its health check longer? Write"
                                + " healthcheck: {interval: 2s, retries: 1}");
            }
            progress.waiting(String.join(", ", open) + " to be " + words);
            pause.sleep(POLL);
        }
    }

    /* The service's other containers that run, of whichever release. */
    private List<ContainerState> others(List<ContainerState> web)
            throws ShellException, InterruptedException {
        if (web.isEmpty()) {
            return List.of();
        }
        ContainerState one = web.get(0);
        List<String> ids =
                host.run(DockerCommands.containersOf(one.project(), Optional.of(one.service())))
                        .orThrow()
                        .stdout()
                        .lines()
                        .map(String::trim)
                        .filter(id -> !id.isEmpty())
                        .filter(id -> web.stream().noneMatch(w -> w.id().equals(id)))
                        .toList();
        return inspectIds(ids).stream().filter(c -> c.running() && !c.oneOff()).toList();
    }

    private List<ContainerState> inspect(List<ContainerState> containers)
            throws ShellException, InterruptedException {
        return inspectIds(containers.stream().map(ContainerState::id).toList());
    }

    private List<ContainerState> inspectIds(List<String> ids)
            throws ShellException, InterruptedException {
        if (ids.isEmpty()) {
            return List.of();
        }
        CommandResult result = host.run(DockerCommands.inspect(ids));
        if (!result.stdout().trim().startsWith("[")) {
            result.orThrow();
        }
        return ContainerState.parse(result.stdout());
    }
}
