package io.jenkins.plugins.erp.docker;

import java.util.regex.Pattern;

/**
 * Checks words that come from outside before they enter an argv, so that none is taken for an
 * option or reaches a shell as more than a word.
 */
final class Words {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,254}");
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,127}");
    private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9.-]+(?::[0-9]{1,5})?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern BUILD_WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,127}");

    private Words() {}

    /** A container, network or volume: name or id. */
    static String name(String word) {
        return check(NAME, word, "a container's, network's or volume's name");
    }

    /** A Compose service. */
    static String service(String word) {
        return check(NAME, word, "a Compose service");
    }

    /** A Compose project. */
    static String project(String word) {
        return check(PROJECT, word, "a Compose project (lower case, digits, - and _)");
    }

    /** A registry's host with an optional port. */
    static String server(String word) {
        if (word.startsWith("-")) {
            throw refused(word, "a registry");
        }
        return check(SERVER, word, "a registry, such as registry.example.com:5000");
    }

    /** An environment variable, build argument or label key's plain form. */
    static String variable(String word) {
        return check(VARIABLE, word, "a variable's name");
    }

    /** A stage of a Dockerfile, a platform or a secret's id. */
    static String buildWord(String word) {
        return check(BUILD_WORD, word, "a stage, platform or secret id");
    }

    /** A path: any text that is no option and has no line end. */
    static String path(String word) {
        if (word.isBlank()
                || word.startsWith("-")
                || word.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw refused(word, "a path");
        }
        return word;
    }

    private static String check(Pattern pattern, String word, String kind) {
        if (!pattern.matcher(word).matches()) {
            throw refused(word, kind);
        }
        return word;
    }

    private static IllegalArgumentException refused(String word, String kind) {
        return new IllegalArgumentException("\"" + word + "\" is not " + kind);
    }
}
