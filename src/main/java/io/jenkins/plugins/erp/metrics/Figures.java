package io.jenkins.plugins.erp.metrics;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How one environment of one app was deployed to during a window of time.
 *
 * <p>An operation counts once, however many hosts it was for, and in the window in which it ended;
 * one that runs is in none. Dry runs are of a kind of their own and count nowhere. Medians of an
 * even number are the mean of the two in the middle; the 90th percentile is the smallest value that
 * 90 of 100 do not exceed.
 *
 * @param app name of the system
 * @param environment name in erp.yaml
 * @param window that ended when the figures were made
 * @param deploys that ended, by outcome
 * @param rollbacks that ended, by outcome
 * @param deploysPerDay successful deploys a day, over the whole window
 * @param leadTime from the commit to the end of its first successful deploy here; deploying a
 *     commit again, and a commit dated after the deploy's end (two clocks), give none
 * @param changes deploys that were done or tried: all but those refused before anything was done
 *     and those that somebody stopped, which say nothing about the change
 * @param failedChanges the changes that failed (taken back or not), and those that were done and
 *     then rolled back: a later rollback, done or tried, began where their release was current and
 *     no later deploy had brought it
 * @param timeToRestore how long it was bad: for a change that failed and was taken back from its
 *     begin to its own end; for one that needed a person from its begin to the end of the next
 *     successful deploy, rollback or health check; for one that was rolled back from its end to the
 *     end of the next successful deploy or rollback
 * @param unrestored failed changes after which nothing good has come yet; not in {@link
 *     #timeToRestore}
 * @param deployTime of successful deploys
 * @param rollbackTime of successful rollbacks
 * @param current release that serves now, whenever it came; empty where nobody knows
 * @param lastDeployment end of the last successful deploy, whenever it was
 */
public record Figures(
        String app,
        String environment,
        Duration window,
        Map<String, Integer> deploys,
        Map<String, Integer> rollbacks,
        double deploysPerDay,
        Spread leadTime,
        int changes,
        int failedChanges,
        Spread timeToRestore,
        int unrestored,
        Spread deployTime,
        Spread rollbackTime,
        String current,
        Optional<Instant> lastDeployment) {
    /** A week. */
    public static final Duration WEEK = Duration.ofDays(7);

    /** A month of 30 days. */
    public static final Duration MONTH = Duration.ofDays(30);

    /** Three months of 30 days. */
    public static final Duration QUARTER = Duration.ofDays(90);

    /** The windows that pages and Prometheus show. */
    public static final List<Duration> WINDOWS = List.of(WEEK, MONTH, QUARTER);

    /** Copies. */
    public Figures {
        deploys = Collections.unmodifiableMap(new TreeMap<>(deploys));
        rollbacks = Collections.unmodifiableMap(new TreeMap<>(rollbacks));
    }

    /** Failed changes among all changes, 0 to 1; empty without changes. */
    public OptionalDouble changeFailureRatio() {
        return changes == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) failedChanges / changes);
    }

    /**
     * The figures of every environment that was ever deployed to or rolled back, by app and
     * environment.
     *
     * @param entries in any order; other kinds than deploy, rollback and health are passed over
     */
    public static List<Figures> of(List<OperationEntry> entries, Instant now, Duration window) {
        return Course.all(entries, now).stream().map(c -> c.figures(now, window)).toList();
    }
}
