package io.jenkins.plugins.erp.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An env file as Docker Compose reads it: {@code NAME=value}, {@code export}, comments, single
 * quotes (literal), double quotes (escapes, variables), values over several lines inside quotes.
 * Source of the syntax: Compose's own reference of env files.
 *
 * @param values by name, in the order written; secret, never to be printed
 */
public record DotEnv(Map<String, String> values) {
    private static final Pattern REFERENCE =
            Pattern.compile(
                    "\\$\\$|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])([^}]*))?\\}|\\$([A-Za-z_][A-Za-z0-9_]*)");

    /** Keeps the order and copies. */
    public DotEnv {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Reads a file's text.
     *
     * @param text the whole file, secret
     * @param file its name for messages
     * @throws ConfigException naming file and line, never a value
     */
    public static DotEnv parse(String text, String file) throws ConfigException {
        return new Reader(text, file).read();
    }

    /** The names alone. */
    @Override
    public String toString() {
        return "DotEnv" + values.keySet();
    }

    private static final class Reader {
        private final String text;
        private final String file;
        private final Map<String, String> values = new LinkedHashMap<>();
        private int at;
        private int line = 1;

        Reader(String text, String file) {
            this.text =
                    (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
            this.file = file;
        }

        DotEnv read() throws ConfigException {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '\n') {
                    at++;
                    line++;
                } else if (c == ' ' || c == '\t') {
                    at++;
                } else if (c == '#') {
                    skipLine();
                } else {
                    entry();
                }
            }
            return new DotEnv(values);
        }

        private void entry() throws ConfigException {
            String name = name();
            if (name.equals("export")
                    && at < text.length()
                    && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                blanks();
                name = name();
            }
            if (name.isEmpty()) {
                throw wrong(
                        "a variable's name is expected here: letters, digits and _, not starting with a digit");
            }
            blanks();
            if (at >= text.length() || (text.charAt(at) != '=' && text.charAt(at) != ':')) {
                boolean bare =
                        at >= text.length() || text.charAt(at) == '\n' || text.charAt(at) == '#';
                throw wrong(
                        bare
                                ? name + " has no value: write " + name + "= for an empty one"
                                : "\"=\" is expected behind " + name);
            }
            at++;
            blanks();
            char c = at < text.length() ? text.charAt(at) : '\n';
            values.put(name, c == '\'' || c == '"' ? quoted(name, c) : plain());
        }

        private String name() {
            int from = at;
            while (at < text.length() && isNamePart(text.charAt(at), at > from)) {
                at++;
            }
            return text.substring(from, at);
        }

        private static boolean isNamePart(char c, boolean inside) {
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
            return letter || (inside && ((c >= '0' && c <= '9') || c == '.' || c == '-'));
        }

        private String plain() {
            int end = text.indexOf('\n', at);
            String rest = text.substring(at, end < 0 ? text.length() : end);
            at += rest.length();
            if (rest.startsWith("#")) {
                return "";
            }
            Matcher comment = Pattern.compile("\\s#").matcher(rest);
            return expand((comment.find() ? rest.substring(0, comment.start()) : rest).strip());
        }

        private String quoted(String name, char quote) throws ConfigException {
            int opened = line;
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '\n') {
                    line++;
                }
                if (c == quote) {
                    at++;
                    restOfLine(name);
                    return quote == '"' ? expand(value.toString()) : value.toString();
                }
                if (c == '\\'
                        && at + 1 < text.length()
                        && (quote == '"' || text.charAt(at + 1) == '\'')) {
                    escaped(text.charAt(++at), quote, value);
                } else {
                    value.append(c);
                }
            }
            line = opened;
            throw wrong("the quote behind " + name + "= is never closed");
        }

        private static void escaped(char c, char quote, StringBuilder value) {
            if (quote == '\'') {
                value.append(c);
                return;
            }
            switch (c) {
                case 'n' -> value.append('\n');
                case 'r' -> value.append('\r');
                case 't' -> value.append('\t');
                case '$' -> value.append("$$");
                case '"', '\\' -> value.append(c);
                default -> value.append('\\').append(c);
            }
        }

        private void restOfLine(String name) throws ConfigException {
            blanks();
            if (at < text.length() && text.charAt(at) == '#') {
                skipLine();
            } else if (at < text.length() && text.charAt(at) != '\n') {
                throw wrong("something stands behind the closing quote of " + name);
            }
        }

        private String expand(String value) {
            if (value.indexOf('$') < 0) {
                return value;
            }
            return REFERENCE
                    .matcher(value)
                    .replaceAll(m -> Matcher.quoteReplacement(referenced(m)));
        }

        private String referenced(MatchResult m) {
            if (m.group().equals("$$")) {
                return "$";
            }
            String known = values.get(m.group(1) != null ? m.group(1) : m.group(4));
            String operator = m.group(2) == null ? "" : m.group(2);
            boolean has = known != null && !(operator.startsWith(":") && known.isEmpty());
            if (operator.endsWith("+")) {
                return has ? m.group(3) : "";
            }
            return has ? known : operator.endsWith("-") ? m.group(3) : "";
        }

        private void blanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private void skipLine() {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        }

        private ConfigException wrong(String what) {
            return new ConfigException(file + ":" + line + ": " + what);
        }
    }
}
