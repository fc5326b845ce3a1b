package io.jenkins.plugins.erp.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What pip-audit and safety have in common. */
final class Vulnerabilities {
    private static final int SHOWN = 200;

    private Vulnerabilities() {}

    /** "django 3.2.1: first sentence of the advisory; fixed in 3.2.25". */
    static String message(String name, String version, List<String> fixes, String advisory) {
        String first = advisory.lines().filter(l -> !l.isBlank()).findFirst().orElse("").strip();
        StringBuilder text = new StringBuilder(name).append(' ').append(version);
        if (!first.isEmpty()) {
            text.append(": ").append(first.length() > SHOWN ? cut(first) : first);
        }
        text.append(fixes.isEmpty() ? "; no fixed version known" : "; fixed in ");
        return text.append(String.join(", ", fixes)).toString();
    }

    private static String cut(String text) {
        return text.substring(
                        0, text.lastIndexOf(' ', SHOWN) > 0 ? text.lastIndexOf(' ', SHOWN) : SHOWN)
                + "...";
    }

    /** A list of texts, or a single one, or nothing. */
    static List<String> texts(JsonNode node) {
        List<String> result = new ArrayList<>();
        if (node.isTextual() && !node.textValue().isBlank()) {
            result.add(node.textValue());
        }
        for (JsonNode one : node) {
            if (one.isTextual()) {
                result.add(one.textValue());
            }
        }
        return result;
    }
}
