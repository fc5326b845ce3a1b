package io.jenkins.plugins.erp.shell;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes words so that a POSIX shell reads them back as they were. The only place of this product
 * that quotes; everything that runs on this machine is an argv and needs none.
 */
public final class Quoting {
    /**
     * What no shell gives a meaning to. An equals sign only in an option: elsewhere NAME=value in
     * front of a program would be an assignment.
     */
    private static final Pattern PLAIN =
            Pattern.compile("-[A-Za-z0-9_/.:@%+,=-]*|[A-Za-z0-9_/.:@%+,][A-Za-z0-9_/.:@%+,-]*");

    private Quoting() {}

    /**
     * One word in single quotes; a word of harmless characters stays as it is, to be read more
     * easily.
     *
     * @throws IllegalArgumentException for a NUL, which no argument can hold
     */
    public static String quote(String word) {
        if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("an argument cannot hold a NUL character");
        }
        boolean plain = PLAIN.matcher(word).matches();
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** The words as one command line. */
    public static String join(Collection<String> words) {
        return words.stream().map(Quoting::quote).collect(Collectors.joining(" "));
    }
}
