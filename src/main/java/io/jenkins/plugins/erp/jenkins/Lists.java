package io.jenkins.plugins.erp.jenkins;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collections as a Pipeline may hold them across a restart: plain and serialisable. */
final class Lists {
    private Lists() {}

    /** A copy, or null when there is nothing in it. */
    static ArrayList<String> orNull(List<String> given) {
        return given == null || given.isEmpty() ? null : new ArrayList<>(given);
    }

    /** A copy with texts only (a Pipeline's may be Groovy strings), or null when it is empty. */
    static LinkedHashMap<String, String> texts(Map<?, ?> given) {
        if (given == null || given.isEmpty()) {
            return null;
        }
        LinkedHashMap<String, String> copy = new LinkedHashMap<>();
        given.forEach((key, value) -> copy.put(String.valueOf(key), String.valueOf(value)));
        return copy;
    }

    /** A copy, empty for null. */
    static List<String> orEmpty(List<String> given) {
        return given == null ? List.of() : List.copyOf(given);
    }

    /**
     * A result's map with all below it as maps, lists, texts, numbers and truth values of the
     * plainest classes.
     */
    static LinkedHashMap<String, Object> plain(Map<String, Object> map) {
        LinkedHashMap<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(key, value(value)));
        return copy;
    }

    private static Object value(Object value) {
        if (value == null
                || value instanceof String
                || value instanceof Number
                || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            LinkedHashMap<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(String.valueOf(key), value(inner)));
            return copy;
        }
        if (value instanceof Iterable<?> many) {
            ArrayList<Object> copy = new ArrayList<>();
            many.forEach(inner -> copy.add(value(inner)));
            return copy;
        }
        return String.valueOf(value);
    }
}
