package io.jenkins.plugins.erp.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ${NAME}}, {@code ${NAME:-default}} and {@code $$} in the values of erp.yaml. */
final class Interpolation {
    private static final Pattern SYNTAX =
            Pattern.compile(
                    "\\$\\$|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\\}|\\$\\{[^}]*\\}?");

    private Interpolation() {}

    /** A variable that is not set and has no default. */
    static final class UnsetException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnsetException(String name) {
            super(
                    "the variable "
                            + name
                            + " is not set: set it, or write ${"
                            + name
                            + ":-a default}");
        }
    }

    /**
     * The text with every reference replaced.
     *
     * @throws UnsetException when one has no value
     * @throws IllegalArgumentException for a malformed reference
     */
    static String apply(String text, Map<String, String> variables) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        Matcher m = SYNTAX.matcher(text);
        StringBuilder out = new StringBuilder();
        while (m.find()) {
            m.appendReplacement(out, Matcher.quoteReplacement(replacement(m, variables)));
        }
        return m.appendTail(out).toString();
    }

    private static String replacement(Matcher m, Map<String, String> variables) {
        if (m.group().equals("$$")) {
            return "$";
        }
        if (m.group(1) == null) {
            throw new IllegalArgumentException(
                    "\""
                            + m.group()
                            + "\" is not a reference: write ${NAME}, ${NAME:-default}, or $$ for a dollar sign");
        }
        String value = variables.get(m.group(1));
        if (value != null && !(value.isEmpty() && m.group(2) != null)) {
            return value;
        }
        if (m.group(2) == null) {
            throw new UnsetException(m.group(1));
        }
        return m.group(2);
    }
}
