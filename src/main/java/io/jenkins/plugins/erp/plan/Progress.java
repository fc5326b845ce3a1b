package io.jenkins.plugins.erp.plan;

import io.jenkins.plugins.erp.console.Console;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How a phase tells people what it does and what it waits for. */
public final class Progress {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Console console;
    private final Clock clock;
    private final Instant started;
    private Instant told;

    /** For a phase that starts now. */
    public Progress(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
        this.started = clock.instant();
        this.told = started;
    }

    /** Says something that matters, indented under the phase. */
    public void say(String line) {
        console.info("    " + line);
    }

    /** Warns. */
    public void warn(String line) {
        console.warn("    " + line);
    }

    /** For the full log only. */
    public void detail(String line) {
        console.detail("    " + line);
    }

    /** Says what is waited for, with the seconds so far; at most once in five seconds. */
    public synchronized void waiting(String forWhat) {
        Instant now = clock.instant();
        if (Duration.between(told, now).compareTo(EVERY) >= 0) {
            told = now;
            console.info(
                    "    waiting for "
                            + forWhat
                            + " ("
                            + Duration.between(started, now).toSeconds()
                            + " s)");
        } else {
            console.detail("    waiting for " + forWhat);
        }
    }

    /** Says how far something has come; at most once in five seconds. */
    public synchronized void moving(String howFar) {
        Instant now = clock.instant();
        if (Duration.between(told, now).compareTo(EVERY) >= 0) {
            told = now;
            console.info("    " + howFar);
        }
    }

    /** The console itself. */
    public Console console() {
        return console;
    }

    /** Since the phase started. */
    public Duration elapsed() {
        return Duration.between(started, clock.instant());
    }
}
