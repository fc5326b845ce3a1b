package io.jenkins.plugins.erp.docker;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Compose or of the engine, such as {@code 2.26.1-4} or {@code v2.20.0}. */
public record ComposeVersion(int major, int minor, int patch)
        implements Comparable<ComposeVersion> {
    /** The oldest Compose that is worked with. */
    public static final ComposeVersion NEEDED = new ComposeVersion(2, 20, 0);

    private static final Pattern SYNTAX =
            Pattern.compile("v?([0-9]{1,6})\\.([0-9]{1,6})(?:\\.([0-9]{1,6}))?(?:[^0-9].*)?");

    /** Reads the first version in a tool's answer; empty when there is none. */
    public static Optional<ComposeVersion> parse(String text) {
        for (String word : text.trim().split("[\\s,]+")) {
            Matcher m = SYNTAX.matcher(word);
            if (m.matches()) {
                return Optional.of(
                        new ComposeVersion(
                                Integer.parseInt(m.group(1)),
                                Integer.parseInt(m.group(2)),
                                m.group(3) == null ? 0 : Integer.parseInt(m.group(3))));
            }
        }
        return Optional.empty();
    }

    @Override
    public int compareTo(ComposeVersion other) {
        return Comparator.comparingInt(ComposeVersion::major)
                .thenComparingInt(ComposeVersion::minor)
                .thenComparingInt(ComposeVersion::patch)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
