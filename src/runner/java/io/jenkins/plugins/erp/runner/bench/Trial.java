package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.runner.bench.Stopwatch.PhaseTime;
import io.jenkins.plugins.erp.runner.load.Traffic;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One action of one contestant under load.
 *
 * @param contestant its name
 * @param kind deploy, rollback, or the deploy of a broken release
 * @param round from 1
 * @param seconds of the action alone
 * @param serving from its beginning until the other release served for good; empty where none did
 * @param traffic from just before it until a little after it
 * @param done how it ended
 * @param answersAfter whether the system answered by itself afterwards
 * @param time where its seconds went
 * @param phases likewise, for those that have any
 * @param spans its commands
 */
record Trial(
        String contestant,
        Kind kind,
        int round,
        double seconds,
        Optional<Double> serving,
        Traffic.Report traffic,
        Contestant.Done done,
        boolean answersAfter,
        TimeSpent time,
        List<PhaseTime> phases,
        List<CommandSpan> spans) {

    /** What was done. */
    enum Kind {
        DEPLOY,
        ROLLBACK,
        BROKEN
    }

    /** Copies. */
    Trial {
        phases = List.copyOf(phases);
        spans = List.copyOf(spans);
    }

    /** Its commands, slowest first. */
    List<CommandSpan> slowest(int most) {
        return spans.stream()
                .sorted(Comparator.comparingDouble(CommandSpan::seconds).reversed())
                .limit(most)
                .toList();
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("contestant", contestant);
        map.put("kind", kind.name());
        map.put("round", round);
        map.put("seconds", TimeSpent.rounded(seconds));
        serving.ifPresent(s -> map.put("servingSeconds", TimeSpent.rounded(s)));
        map.put("ok", done.ok());
        map.put("note", done.note());
        map.put("answersAfter", answersAfter);
        map.put("sshConnections", done.connections());
        map.put("dockerCommands", done.dockerCommands());
        map.put("requests", traffic.toMap());
        map.put("time", time.toMap());
        map.put(
                "phases",
                phases.stream()
                        .map(
                                p -> {
                                    Map<String, Object> one = new LinkedHashMap<>();
                                    one.put("title", p.title());
                                    one.putAll(p.time().toMap());
                                    return one;
                                })
                        .toList());
        map.put(
                "slowestCommands",
                slowest(10).stream()
                        .map(
                                s ->
                                        Map.of(
                                                "seconds",
                                                TimeSpent.rounded(s.seconds()),
                                                "command",
                                                s.label()))
                        .toList());
        return map;
    }
}
