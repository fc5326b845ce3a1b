package io.jenkins.plugins.erp.jenkins.pages;

import java.util.Locale;

/** How long something took, for people. */
public final class Seconds {
    private static final double MINUTE = 60;
    private static final double HOUR = 3_600;
    private static final double DAY = 86_400;

    private Seconds() {}

    /** Such as 0.2 s, 13.9 s, 2 min 5 s, 1 h 2 min, 3 d 4 h. */
    public static String of(double seconds) {
        if (seconds < MINUTE - 0.05) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, seconds));
        }
        long whole = Math.round(seconds);
        if (whole < HOUR) {
            return two(whole / 60, "min", whole % 60, "s");
        }
        if (whole < DAY) {
            return two(whole / 3_600, "h", whole % 3_600 / 60, "min");
        }
        return two(whole / 86_400, "d", whole % 86_400 / 3_600, "h");
    }

    private static String two(long big, String bigUnit, long small, String smallUnit) {
        return big + " " + bigUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
