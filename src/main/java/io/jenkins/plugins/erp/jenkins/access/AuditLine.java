package io.jenkins.plugins.erp.jenkins.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** One line of the audit log: an object of JSON, whatever the texts in it hold; pure. */
final class AuditLine {
    private static final int LONGEST = 1_000;
    private static final int MOST = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private AuditLine() {}

    static String of(Instant time, String action, String who, Map<String, ?> details) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("action", visible(action));
        line.put("who", visible(who));
        new TreeMap<>(details).forEach((key, value) -> line.putIfAbsent(key, value(value)));
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an audit line could not be written as JSON", e);
        }
    }

    private static Object value(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Collection<?> many) {
            return many.stream().limit(MOST).map(AuditLine::value).toList();
        }
        return visible(String.valueOf(value));
    }

    /**
     * Whatever a terminal or an editor would obey instead of showing it is written out: control
     * characters, other line ends, marks that turn the direction of writing.
     */
    private static String visible(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .forEach(
                        c -> {
                            if (obeyed(c)) {
                                shown.append(String.format("\\u%04x", c));
                            } else {
                                shown.appendCodePoint(c);
                            }
                        });
        return text.codePointCount(0, text.length()) > LONGEST
                ? shown.append("...").toString()
                : shown.toString();
    }

    private static boolean obeyed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    true;
            default -> false;
        };
    }
}
