package io.jenkins.plugins.erp.runner.sim;

import io.jenkins.plugins.erp.deploy.Fan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Works on several simulated hosts side by side in their clock's time, and one after the other in
 * ours: the same each time, and as long as the longest of those at work.
 */
public final class SimFan implements Fan {
    private final SimClock clock;

    /** With the clock that all hosts have. */
    public SimFan(SimClock clock) {
        this.clock = clock;
    }

    @Override
    public <T> List<T> each(int atOnce, List<? extends Supplier<T>> work) {
        Instant[] free = new Instant[Math.max(1, Math.min(atOnce, work.size()))];
        Arrays.fill(free, clock.instant());
        List<T> results = new ArrayList<>();
        for (Supplier<T> one : work) {
            int next = 0;
            for (int i = 1; i < free.length; i++) {
                next = free[i].isBefore(free[next]) ? i : next;
            }
            clock.moveTo(free[next]);
            results.add(one.get());
            free[next] = clock.instant();
        }
        Instant end = free[0];
        for (Instant one : free) {
            end = one.isAfter(end) ? one : end;
        }
        clock.moveTo(end);
        return results;
    }
}
