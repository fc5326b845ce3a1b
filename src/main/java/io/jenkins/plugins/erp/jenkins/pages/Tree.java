package io.jenkins.plugins.erp.jenkins.pages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a result as it was saved. Another version of this plugin may have written it, so that
 * whatever is missing, or of another type, counts as nothing.
 */
final class Tree {
    private final Map<?, ?> map;

    private Tree(Map<?, ?> map) {
        this.map = map;
    }

    static Tree of(Map<?, ?> map) {
        return new Tree(map);
    }

    boolean has(String key) {
        return map.containsKey(key);
    }

    String text(String key) {
        Object value = map.get(key);
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? value.toString()
                : "";
    }

    double number(String key) {
        return map.get(key) instanceof Number number ? number.doubleValue() : 0;
    }

    int count(String key) {
        return (int) number(key);
    }

    boolean flag(String key) {
        return Boolean.TRUE.equals(map.get(key));
    }

    Tree in(String key) {
        return new Tree(map.get(key) instanceof Map<?, ?> inner ? inner : Map.of());
    }

    List<Tree> list(String key) {
        return map.get(key) instanceof List<?> all
                ? all.stream()
                        .filter(Map.class::isInstance)
                        .map(o -> new Tree((Map<?, ?>) o))
                        .toList()
                : List.of();
    }

    List<String> texts(String key) {
        return map.get(key) instanceof List<?> all
                ? all.stream().filter(String.class::isInstance).map(Object::toString).toList()
                : List.of();
    }

    /** All that is text or a number, in order. */
    Map<String, String> plain() {
        Map<String, String> plain = new LinkedHashMap<>();
        for (Object key : map.keySet()) {
            plain.put(String.valueOf(key), text(String.valueOf(key)));
        }
        return plain;
    }
}
