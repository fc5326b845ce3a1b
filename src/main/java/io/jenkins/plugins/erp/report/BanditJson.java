package io.jenkins.plugins.erp.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads what {@code bandit -f json} writes. */
public final class BanditJson {
    private static final String TOOL = "bandit";

    /** B105 to B107 put the password that they found into their text. */
    private static final Pattern PASSWORD =
            Pattern.compile("(hardcoded password: ).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private BanditJson() {}

    /**
     * Reads a report to its end.
     *
     * @param file its name, for errors
     * @throws ReportException when it is not bandit's JSON, cut off, or over a limit
     */
    public static Findings read(String file, InputStream in) throws ReportException {
        try (SafeJson json = new SafeJson(file, in)) {
            json.first();
            List<Finding> found = new ArrayList<>();
            List<String> unread = new ArrayList<>();
            boolean[] results = new boolean[1];
            json.fields(
                    "the report",
                    field -> {
                        if (field.equals("results")) {
                            results[0] = true;
                            json.elements("results", i -> found.add(finding(json)));
                        } else if (field.equals("errors")) {
                            json.elements("errors", i -> unread.add(error(json)));
                        } else {
                            json.skip();
                        }
                    });
            if (!results[0]) {
                throw json.error("not a bandit report: it has no \"results\"");
            }
            json.last();
            return new Findings(found, unread, List.of());
        }
    }

    private static Finding finding(SafeJson json) throws ReportException {
        JsonNode node = json.tree();
        String rule = json.text(node, "test_id");
        String name = node.path("test_name").asText("");
        String text = PASSWORD.matcher(json.text(node, "issue_text")).replaceAll("$1(not shown)");
        String confidence =
                node.path("issue_confidence").asText("UNDEFINED").toLowerCase(Locale.ROOT);
        return Finding.at(
                TOOL,
                rule,
                severity(node.path("issue_severity").asText("")),
                Paths.relative(json.text(node, "filename")),
                node.path("line_number").asInt(0),
                node.has("col_offset") ? node.path("col_offset").asInt(-1) + 1 : 0,
                text
                        + (name.isEmpty() ? "" : " [" + name + "]")
                        + " (confidence "
                        + confidence
                        + ")");
    }

    private static String error(SafeJson json) throws ReportException {
        JsonNode node = json.tree();
        return Paths.relative(node.path("filename").asText("?"))
                + ": "
                + Bounded.cut(node.path("reason").asText("?"), Bounded.MAX_MESSAGE);
    }

    private static Severity severity(String text) {
        switch (text.toUpperCase(Locale.ROOT)) {
            case "HIGH":
                return Severity.HIGH;
            case "MEDIUM":
                return Severity.MEDIUM;
            case "LOW":
                return Severity.LOW;
            default:
                return Severity.INFO;
        }
    }
}
