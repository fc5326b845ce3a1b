package io.jenkins.plugins.erp.runner.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes left on the host that wait, rename a file away, and stop and remove the containers that
 * it stands for: what keeps old web containers warm for a while.
 */
final class SimTimers {
    private record Timer(Instant due, String file, List<String> containers) {}

    private final List<Timer> timers = new ArrayList<>();
    private final SimEngine engine;

    SimTimers(SimEngine engine) {
        this.engine = engine;
    }

    /** {@code sh -c SCRIPT erp-warm SECONDS FILE GRACE CONTAINER...} */
    Answer start(List<String> argv) {
        if (argv.size() < 8 || !argv.get(2).contains("docker stop -t")) {
            throw new UnknownCommandException(argv);
        }
        timers.add(
                new Timer(
                        engine.now().plusSeconds(Long.parseLong(argv.get(4))),
                        argv.get(5),
                        List.copyOf(argv.subList(7, argv.size()))));
        return Answer.ok("");
    }

    /** Lets those that are due do their work. */
    void ring() {
        for (Timer timer : List.copyOf(timers)) {
            if (!engine.now().isBefore(timer.due)) {
                timers.remove(timer);
                if (engine.files.text(timer.file).isPresent()) {
                    engine.files.remove(timer.file);
                    for (String word : timer.containers) {
                        engine.container(word)
                                .ifPresent(
                                        c -> {
                                            engine.stop(c);
                                            engine.containers.remove(c.id);
                                        });
                    }
                }
            }
        }
    }
}
