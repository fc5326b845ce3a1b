package io.jenkins.plugins.erp.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a person most likely meant. */
public final class NearestWord {
    private NearestWord() {}

    /** The nearest of the known names, when one is near enough to be meant. */
    public static Optional<String> to(String wanted, Collection<String> known) {
        String best = null;
        int least = Math.max(2, wanted.length() / 3) + 1;
        for (String name : known) {
            int distance = distance(wanted.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < least
                    || (distance == least && best != null && name.compareTo(best) < 0)) {
                least = distance;
                best = name;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code ; did you mean "x"?}, or nothing. */
    public static String hint(String wanted, Collection<String> known) {
        return to(wanted, known).map(n -> "; did you mean \"" + n + "\"?").orElse("");
    }

    /** Insertions, deletions, replacements and swapped neighbours count one each. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] =
                        Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
