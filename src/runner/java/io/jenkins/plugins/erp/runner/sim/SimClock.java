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
    private static final long STEP = Duration.ofMillis(100).toNanos();

    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private Instant now;
    private long sinceStep;

    /** Starting at a time. */
    public SimClock(Instant start) {
        now = start;
    }

    /** One that shows the same time and goes its own way from now on; nobody watches it yet. */
    public synchronized SimClock copy() {
        SimClock copy = new SimClock(now);
        copy.sinceStep = sinceStep;
        return copy;
    }

    /** Runs something at each 100 ms that pass. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    /** Lets time pass. */
    public void advance(Duration time) {
        long left = time.toNanos();
        while (left > 0) {
            boolean full;
            synchronized (this) {
                long step = Math.min(left, STEP - sinceStep);
                now = now.plusNanos(step);
                left -= step;
                sinceStep += step;
                full = sinceStep == STEP;
                sinceStep = full ? 0 : sinceStep;
            }
            if (full) {
                // without the lock: a watcher takes locks of its own
                watchers.forEach(Runnable::run);
            }
        }
    }

    /** Lets a long time pass in which nobody does or asks anything; who watches is told once. */
    public void leap(Duration time) {
        synchronized (this) {
            now = now.plus(time);
        }
        watchers.forEach(Runnable::run);
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
