package io.jenkins.plugins.erp.health;

import io.jenkins.plugins.erp.config.HealthConfig;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Waits until a system on a host is healthy: so many rounds of probes in a row, over at least so
 * long, within a time limit.
 */
public final class HealthGate {
    private static final int LOG_LINES = 12;
    private static final int MOST_AT_ONCE = 12;

    private final Clock clock;
    private final Pause pause;

    /** With the time and the way to let it pass. */
    public HealthGate(Clock clock, Pause pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /** As the other, with nothing that ends the wait early. */
    public HostHealth await(
            Shell host, HealthTarget target, HealthConfig config, Duration observe, Console console)
            throws ShellException, InterruptedException {
        return await(host, target, config, observe, c -> false, console);
    }

    /**
     * Asks round after round.
     *
     * @param hopeless a container for which waiting is of no use: a round that fails and finds one
     *     is the last
     * @param observe how long the rounds have to pass for, beside their number; the time limit is
     *     {@code config.timeout()} more than that
     * @return what was found in the end; ill health is no exception
     * @throws ShellException when the way to the host was lost
     * @throws InterruptedException when aborted
     */
    public HostHealth await(
            Shell host,
            HealthTarget target,
            HealthConfig config,
            Duration observe,
            Predicate<ContainerState> hopeless,
            Console console)
            throws ShellException, InterruptedException {
        Round round = new Round(host, target, config);
        Instant begin = clock.instant();
        Instant end = begin.plus(config.timeout()).plus(observe);
        Map<String, Integer> restarts = new HashMap<>();
        List<ContainerState> known = round.find();
        known.forEach(c -> restarts.put(c.id(), c.restartCount()));
        Instant streakSince = begin;
        int rounds = 0;
        int streak = 0;
        String waitingFor = "";
        while (true) {
            Instant batchBegin = clock.instant();
            Duration seen = streak == 0 ? Duration.ZERO : Duration.between(streakSince, batchBegin);
            List<Round.Answer> batch =
                    round.ask(
                            known,
                            restarts,
                            wanted(config, streak, observe.minus(seen), batchBegin, end));
            Round.Answer answer = batch.get(batch.size() - 1);
            known = answer.states();
            for (int i = 0; i < batch.size(); i++) {
                rounds++;
                List<String> failing =
                        batch.get(i).probes().stream()
                                .filter(ProbeResult::failed)
                                .map(p -> p.name() + ": " + p.detail())
                                .toList();
                if (failing.isEmpty()) {
                    if (streak++ == 0) {
                        streakSince = batchBegin.plus(config.interval().multipliedBy(i));
                    }
                } else {
                    streak = 0;
                    // what was restarted is a failure of those rounds only: the streak starts anew
                    known.forEach(c -> restarts.put(c.id(), c.restartCount()));
                }
                String now = String.join("; ", failing);
                console.detail(
                        host.where()
                                + ": round "
                                + rounds
                                + ": "
                                + (now.isEmpty() ? "passed (" + streak + " in a row)" : now));
                if (!now.isEmpty() && !now.equals(waitingFor)) {
                    console.info(host.where() + ": waiting for " + now);
                }
                waitingFor = now;
            }
            Instant at = clock.instant();
            Duration elapsed = Duration.between(begin, at);
            if (streak >= config.consecutive()
                    && !Duration.between(streakSince, at).minus(observe).isNegative()) {
                return new HostHealth(host.where(), true, answer.probes(), rounds, streak, elapsed);
            }
            boolean over = streak == 0 && known.stream().anyMatch(hopeless);
            if (over || !at.plus(config.interval()).isBefore(end)) {
                return new HostHealth(
                        host.where(),
                        false,
                        withLogs(host, target, answer),
                        rounds,
                        streak,
                        elapsed);
            }
            pause.sleep(config.interval());
        }
    }

    /**
     * Rounds to ask for at once: as many as the gate still needs when all of them pass, at most a
     * dozen, and no more than there is time for.
     */
    private static int wanted(
            HealthConfig config, int streak, Duration observe, Instant now, Instant end) {
        long interval = Math.max(1, config.interval().toMillis());
        long forTime = Math.max(0, observe.toMillis() + interval - 1) / interval + 1;
        long open = Math.max(config.consecutive() - streak, forTime);
        long time = Duration.between(now, end).toMillis() / interval;
        return (int) Math.max(1, Math.min(MOST_AT_ONCE, Math.min(open, time)));
    }

    /** Adds the last lines of the containers that a failed probe is about. */
    private static List<ProbeResult> withLogs(Shell host, HealthTarget target, Round.Answer answer)
            throws InterruptedException {
        List<ProbeResult> probes = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        for (ProbeResult probe : answer.probes()) {
            Role role =
                    probe.name().equals("celery")
                            ? Role.WORKER
                            : probe.name().startsWith("http") ? Role.WEB : null;
            if (probe.name().equals("containers") && probe.failed()) {
                probes.add(
                        probe.withLines(
                                logs(
                                        host,
                                        answer.states().stream().filter(c -> !c.ready()).toList(),
                                        probe.lines(),
                                        shown)));
            } else if (probe.failed() && role != null) {
                probes.add(
                        probe.withLines(
                                logs(
                                        host,
                                        answer.states().stream()
                                                .filter(
                                                        c ->
                                                                target.services(role)
                                                                                .contains(
                                                                                        c.service())
                                                                        || target.web()
                                                                                .contains(c.name()))
                                                .toList(),
                                        probe.lines(),
                                        shown)));
            } else {
                probes.add(probe);
            }
        }
        return probes;
    }

    private static List<String> logs(
            Shell host, List<ContainerState> of, List<String> before, Set<String> shown)
            throws InterruptedException {
        List<String> lines = new ArrayList<>(before);
        if (!of.isEmpty() && shown.add(of.get(0).id())) {
            try {
                CommandResult result = host.run(DockerCommands.logs(of.get(0).name(), LOG_LINES));
                lines.add("last lines of " + of.get(0).name() + ":");
                lines.addAll(Judge.last(result.tail(), LOG_LINES));
            } catch (ShellException e) {
                lines.add("its log could not be read: " + e.getMessage());
            }
        }
        return lines;
    }
}
