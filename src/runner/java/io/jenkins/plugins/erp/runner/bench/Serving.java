package io.jenkins.plugins.erp.runner.bench;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the other release served for good: what somebody who waits for a rollback waits for. Counted
 * from the beginning of the action to the first answer of another version than before, after which
 * nothing failed and the version before answered no more.
 */
final class Serving {
    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]*)\"");

    private Serving() {}

    /**
     * One answer.
     *
     * @param endMillis since the epoch, when it was there or was given up
     * @param good whether it was as a person would want
     * @param version that it tells; empty where it tells none
     */
    record Seen(long endMillis, boolean good, String version) {
        static Seen of(long endMillis, boolean good, String body) {
            Matcher matcher = VERSION.matcher(body);
            return new Seen(endMillis, good, good && matcher.find() ? matcher.group(1) : "");
        }

        boolean tells() {
            return !version.isEmpty();
        }
    }

    /**
     * Seconds from a moment on.
     *
     * @param fromMillis since the epoch; the last version told before it is the one to leave
     * @return empty where no other version came to stay
     */
    static Optional<Double> seconds(List<Seen> seen, long fromMillis) {
        String before = "";
        long told = Long.MIN_VALUE;
        for (Seen one : seen) {
            if (one.tells() && one.endMillis() <= fromMillis && one.endMillis() >= told) {
                told = one.endMillis();
                before = one.version();
            }
        }
        String leaves = before;
        long last =
                seen.stream()
                        .filter(s -> !s.good() || s.version().equals(leaves) && s.tells())
                        .mapToLong(Seen::endMillis)
                        .max()
                        .orElse(Long.MIN_VALUE);
        return seen.stream()
                .filter(s -> s.tells() && !s.version().equals(leaves))
                .map(Seen::endMillis)
                .filter(end -> end >= last && end > fromMillis)
                .min(Long::compare)
                .map(end -> (end - fromMillis) / 1000.0);
    }
}
