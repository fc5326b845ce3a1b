package io.jenkins.plugins.erp.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 60s}, {@code 5m}, {@code 1h30m}. */
public final class Durations {
    private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}(?:ms|h|m|s))+");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|h|m|s)");

    private Durations() {}

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException for anything else, such as a number without a unit
     */
    public static Duration parse(String text) {
        String trimmed = text.trim();
        if (trimmed.equals("0")) {
            return Duration.ZERO;
        }
        if (!WHOLE.matcher(trimmed).matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is not a duration: write a number with a unit, such as 500ms, 60s, 5m or 1h30m");
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(trimmed);
        while (part.find()) {
            long n = Long.parseLong(part.group(1));
            sum =
                    sum.plus(
                            switch (part.group(2)) {
                                case "ms" -> Duration.ofMillis(n);
                                case "s" -> Duration.ofSeconds(n);
                                case "m" -> Duration.ofMinutes(n);
                                default -> Duration.ofHours(n);
                            });
        }
        return sum;
    }

    /** For people: {@code 1h 5m}, {@code 2m 3s}, {@code 4.2s}, {@code 350ms}. */
    public static String show(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + "ms";
        }
        if (millis < 60_000) {
            return (millis / 1000) + "." + (millis % 1000 / 100) + "s";
        }
        long seconds = millis / 1000;
        return seconds < 3600
                ? (seconds / 60) + "m " + (seconds % 60) + "s"
                : (seconds / 3600) + "h " + (seconds % 3600 / 60) + "m";
    }
}
