package io.jenkins.plugins.erp.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits {@code -m 'not integration'} into words as a POSIX shell would, without anything being
 * expanded.
 */
final class Words {
    private Words() {}

    /**
     * The words.
     *
     * @throws IllegalArgumentException when a quote is not closed
     */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escapes = c == '\\' && quote != '\'' && i + 1 < text.length();
            if (escapes && (quote == 0 || "\"\\$`".indexOf(text.charAt(i + 1)) >= 0)) {
                word = append(word, text.charAt(++i));
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                word = word == null ? new StringBuilder() : word;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (word != null) {
                    words.add(word.toString());
                    word = null;
                }
            } else {
                word = append(word, c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("the quote " + quote + " is not closed in: " + text);
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }

    private static StringBuilder append(StringBuilder word, char c) {
        return (word == null ? new StringBuilder() : word).append(c);
    }
}
