package io.jenkins.plugins.erp.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 500MB}, {@code 2GB}, {@code 1024}; powers of 1024. */
public final class ByteSizes {
    private static final Pattern SYNTAX =
            Pattern.compile("(\\d{1,12})\\s*([KMGT]?)i?B?", Pattern.CASE_INSENSITIVE);

    private ByteSizes() {}

    /**
     * Reads the written form.
     *
     * @return bytes
     * @throws IllegalArgumentException for anything else
     */
    public static long parse(String text) {
        Matcher m = SYNTAX.matcher(text.trim());
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a size: write 500MB or 2GB");
        }
        int power =
                " KMGT"
                        .indexOf(
                                m.group(2).isEmpty()
                                        ? ' '
                                        : m.group(2).toUpperCase(Locale.ROOT).charAt(0));
        return Math.multiplyExact(Long.parseLong(m.group(1)), 1L << (10 * power));
    }

    /** For people: {@code 1.5 GB}. */
    public static String show(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < 3) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %sB", value, "KMGT".charAt(unit));
    }
}
