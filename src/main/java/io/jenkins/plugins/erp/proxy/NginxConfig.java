package io.jenkins.plugins.erp.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration as {@code nginx -T} prints it: every file once, after a line with its path.
 * Includes are not laid out; what matters here does not ask where a directive stands.
 *
 * @param directives of all files, in order, those in blocks after their block
 */
record NginxConfig(List<Directive> directives) {
    private static final Pattern FILE = Pattern.compile("# configuration file (.+):");

    /**
     * One directive.
     *
     * @param words name and arguments, quotes taken away
     * @param blocks names of the blocks it stands in within its file, the outermost first
     * @param block the words of the block it stands in, or none
     * @param file that it stands in
     */
    record Directive(List<String> words, List<String> blocks, List<String> block, String file) {
        String name() {
            return words.get(0);
        }

        Optional<String> argument(int index) {
            return index + 1 < words.size() ? Optional.of(words.get(index + 1)) : Optional.empty();
        }
    }

    static NginxConfig parse(String text) {
        List<Directive> all = new ArrayList<>();
        String file = "";
        StringBuilder body = new StringBuilder();
        for (String line : text.lines().toList()) {
            Matcher m = FILE.matcher(line);
            if (m.matches()) {
                read(body.toString(), file, all);
                body.setLength(0);
                file = m.group(1);
            } else if (!line.startsWith("nginx: ")) {
                body.append(line).append('\n');
            }
        }
        read(body.toString(), file, all);
        return new NginxConfig(List.copyOf(all));
    }

    private static void read(String text, String file, List<Directive> into) {
        List<List<String>> open = new ArrayList<>();
        List<String> words = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if (c == '#') {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (c == ';' || c == '{') {
                if (!words.isEmpty()) {
                    into.add(directive(words, open, file));
                }
                if (c == '{') {
                    open.add(List.copyOf(words));
                }
                words.clear();
                i++;
            } else if (c == '}') {
                if (!open.isEmpty()) {
                    open.remove(open.size() - 1);
                }
                words.clear();
                i++;
            } else {
                StringBuilder word = new StringBuilder();
                i = c == '"' || c == '\'' ? quoted(text, i, word) : bare(text, i, word);
                words.add(word.toString());
            }
        }
    }

    private static Directive directive(List<String> words, List<List<String>> open, String file) {
        return new Directive(
                List.copyOf(words),
                open.stream().map(o -> o.isEmpty() ? "" : o.get(0)).toList(),
                open.isEmpty() ? List.of() : open.get(open.size() - 1),
                file);
    }

    /** Reads from an opening quote to behind the closing one. */
    private static int quoted(String text, int from, StringBuilder word) {
        char quote = text.charAt(from);
        int i = from + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                i++;
            }
            word.append(text.charAt(i));
            i++;
        }
        return i + 1;
    }

    private static int bare(String text, int from, StringBuilder word) {
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean variable = c == '{' && i > from && text.charAt(i - 1) == '$';
            if (variable) {
                int end = text.indexOf('}', i);
                int to = end < 0 ? text.length() : end + 1;
                word.append(text, i, to);
                i = to;
                continue;
            }
            if (Character.isWhitespace(c) || c == ';' || c == '{') {
                break;
            }
            if (c == '\\' && i + 1 < text.length()) {
                word.append(c);
                i++;
                c = text.charAt(i);
            }
            word.append(c);
            i++;
        }
        return i;
    }
}
