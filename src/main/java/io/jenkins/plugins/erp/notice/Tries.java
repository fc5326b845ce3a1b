package io.jenkins.plugins.erp.notice;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;

/**
 * Tries again what may pass: after 1, 2 and 4 seconds, each stretched by up to a half at random, so
 * that many that failed together do not come back together; or after what the receiver asked for,
 * up to a minute. Never throws: a notice that cannot be delivered is told, and that is all.
 */
final class Tries {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final int most;
    private final Wait wait;
    private final DoubleSupplier random;

    /** Waits. */
    @FunctionalInterface
    interface Wait {
        /** Until that has passed. */
        void pass(Duration time) throws InterruptedException;
    }

    /**
     * With a way to wait, and to draw numbers from 0 to 1.
     *
     * @param most attempts
     * @param random evenly spread
     */
    Tries(int most, Wait wait, DoubleSupplier random) {
        this.most = most;
        this.wait = wait;
        this.random = random;
    }

    /** The real ones. */
    static Tries real(int most) {
        return new Tries(most, time -> Thread.sleep(time.toMillis()), Math::random);
    }

    /** Until it is taken, refused, or tried often enough. */
    Delivery run(Callable<Attempt> once) {
        for (int tries = 1; ; tries++) {
            Attempt attempt = attempt(once);
            if (attempt.problem().isEmpty()) {
                return new Delivery(true, tries, "");
            }
            String problem = attempt.problem().get();
            if (!attempt.again() || tries >= most) {
                return new Delivery(false, tries, problem);
            }
            Optional<Duration> asked = attempt.pause();
            if (asked.filter(a -> a.compareTo(LONGEST) > 0).isPresent()) {
                return new Delivery(
                        false,
                        tries,
                        Attempt.text("sent.later", String.valueOf(asked.get().toSeconds())));
            }
            try {
                wait.pass(asked.orElse(pause(tries)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Delivery(false, tries, problem);
            }
        }
    }

    private Duration pause(int tries) {
        long millis = FIRST.toMillis() << (tries - 1);
        return Duration.ofMillis(Math.round(millis * (1 + random.getAsDouble() / 2)));
    }

    private static Attempt attempt(Callable<Attempt> once) {
        try {
            return once.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Attempt.refused("sent.interrupted");
        } catch (Exception e) {
            // its message may hold an address
            return Attempt.refused("sent.bug", e.getClass().getSimpleName());
        }
    }
}
