package io.jenkins.plugins.erp.metrics;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Several times, as their count, median, 90th percentile and sum.
 *
 * @param count how many there are
 * @param median the one in the middle, or the mean of the two there; empty for none
 * @param p90 the smallest that 90 of 100 do not exceed; empty for none
 * @param sum all together
 */
public record Spread(int count, Optional<Duration> median, Optional<Duration> p90, Duration sum) {

    /** Of times in any order. */
    static Spread of(Collection<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        int count = sorted.size();
        if (count == 0) {
            return new Spread(0, Optional.empty(), Optional.empty(), Duration.ZERO);
        }
        Duration median = sorted.get((count - 1) / 2).plus(sorted.get(count / 2)).dividedBy(2);
        int rank = (count * 9 + 9) / 10;
        return new Spread(
                count,
                Optional.of(median),
                Optional.of(sorted.get(rank - 1)),
                sorted.stream().reduce(Duration.ZERO, Duration::plus));
    }
}
