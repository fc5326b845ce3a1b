package io.jenkins.plugins.erp.runner.sim;

import io.jenkins.plugins.erp.plan.Pause;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that moves only when it is told to, or when somebody waits. */
public final class SimClock extends Clock {
    private static final Duration STEP = Duration.ofMillis(100);

    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private Instant now;
    private Duration sinceStep = Duration.ZERO;

    /** Starting at a time. */
    public SimClock(Instant start) {
        now = start;
    }

    /** Runs something at each 100 ms that pass. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    /** Lets time pass. */
    public void advance(Duration time) {
        Duration left = time;
        while (!left.isZero() && !left.isNegative()) {
            boolean full;
            synchronized (this) {
                Duration toStep = STEP.minus(sinceStep);
                Duration step = left.compareTo(toStep) < 0 ? left : toStep;
                now = now.plus(step);
                left = left.minus(step);
                sinceStep = sinceStep.plus(step);
                full = sinceStep.equals(STEP);
                sinceStep = full ? Duration.ZERO : sinceStep;
            }
            if (full) {
                // without the lock: a watcher takes locks of its own
                watchers.forEach(Runnable::run);
            }
        }
    }

    /** Goes to another time without anything happening meanwhile. */
    synchronized void moveTo(Instant time) {
        now = time;
    }

    /** Waiting in this clock's time. */
    public Pause pause() {
        return time -> {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            advance(time);
        };
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
