package io.jenkins.plugins.erp.report;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads what safety writes as JSON: the flat list of 0.5, the object of 1.1 ({@code check}), and
 * version 3 ({@code scan}). Where it gives no severity, it counts as high.
 */
public final class SafetyJson {
    private static final String TOOL = "safety";

    private final SafeJson json;
    private final List<Finding> found = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private SafetyJson(SafeJson json) {
        this.json = json;
    }

    /**
     * Reads a report to its end.
     *
     * @param file its name, for errors
     * @throws ReportException when it is none of safety's formats, cut off, or over a limit
     */
    public static Findings read(String file, InputStream in) throws ReportException {
        try (SafeJson json = new SafeJson(file, in)) {
            SafetyJson report = new SafetyJson(json);
            if (json.first() == JsonToken.START_ARRAY) {
                json.elements("the report", i -> report.entry(json.tree()));
            } else {
                report.object();
            }
            json.last();
            return new Findings(report.found, List.of(), report.notes);
        }
    }

    private void object() throws ReportException {
        boolean[] seen = new boolean[1];
        json.fields(
                "the report",
                field -> {
                    switch (field) {
                        case "vulnerabilities":
                            seen[0] = true;
                            json.elements("vulnerabilities", i -> entry(json.tree()));
                            break;
                        case "ignored_vulnerabilities":
                            json.elements(field, i -> ignored(json.tree()));
                            break;
                        case "scan_results":
                            seen[0] = true;
                            scan(json.tree());
                            break;
                        default:
                            json.skip();
                            break;
                    }
                });
        if (!seen[0]) {
            throw json.error(
                    "not a safety report: it has neither \"vulnerabilities\" nor \"scan_results\"");
        }
    }

    /** One vulnerability: an object (1.1), or an object or a list of five (0.5). */
    private void entry(JsonNode node) throws ReportException {
        if (node.isArray() && node.size() >= 5) {
            add(
                    node.get(0).asText(),
                    node.get(2).asText(),
                    node.get(4).asText(),
                    node.get(3).asText(),
                    List.of(),
                    List.of(),
                    "");
            return;
        }
        JsonNode version = node.path("analyzed_version");
        List<String> aliases = Vulnerabilities.texts(node.path("CVE"));
        add(
                json.text(node, "package_name"),
                (version.isTextual() ? version : node.path("version")).asText("?"),
                json.text(node, "vulnerability_id"),
                node.path("advisory").asText(""),
                Vulnerabilities.texts(node.path("fixed_versions")),
                aliases,
                severity(node.path("severity")));
    }

    private void ignored(JsonNode node) {
        notes.add(
                "ignored by safety's policy: "
                        + node.path("vulnerability_id").asText("?")
                        + " of "
                        + node.path("package_name").asText("?"));
    }

    private void scan(JsonNode results) throws ReportException {
        JsonNode projects = results.path("projects");
        if (!projects.isArray()) {
            throw json.error("\"scan_results\" has no list \"projects\"");
        }
        for (JsonNode project : projects) {
            for (JsonNode file : project.path("files")) {
                for (JsonNode dependency : file.path("results").path("dependencies")) {
                    String name = json.text(dependency, "name");
                    for (JsonNode specification : dependency.path("specifications")) {
                        specification(name, specification);
                    }
                }
            }
        }
    }

    private void specification(String name, JsonNode specification) throws ReportException {
        JsonNode vulnerabilities = specification.path("vulnerabilities");
        List<String> fixes =
                Vulnerabilities.texts(
                        vulnerabilities.path("remediation").path("other_recommended"));
        JsonNode recommended = vulnerabilities.path("remediation").path("recommended");
        if (recommended.isTextual()) {
            fixes.add(0, recommended.textValue());
        }
        for (JsonNode known : vulnerabilities.path("known_vulnerabilities")) {
            String id = json.text(known, "id");
            if (known.path("ignored").path("code").isTextual()) {
                notes.add(
                        "ignored by safety's policy: "
                                + id
                                + " of "
                                + name
                                + " ("
                                + known.path("ignored").path("code").textValue()
                                + ")");
                continue;
            }
            add(
                    name,
                    specification.path("raw").asText("").replaceFirst("^[^=<>~!]*[=<>~!]*", ""),
                    id,
                    "affected: " + known.path("vulnerable_spec").asText("?"),
                    fixes,
                    List.of(),
                    "");
        }
    }

    private void add(
            String name,
            String version,
            String id,
            String advisory,
            List<String> fixes,
            List<String> aliases,
            String severity)
            throws ReportException {
        if (found.size() >= Bounded.MAX_ITEMS) {
            throw json.error("more than " + Bounded.MAX_ITEMS + " vulnerabilities");
        }
        found.add(
                Finding.vulnerability(
                        TOOL,
                        id,
                        severityOf(severity),
                        name,
                        Vulnerabilities.message(name, version, fixes, advisory),
                        aliases));
    }

    /** A text, or an object with the words of CVSS version 3 or 2, or null. */
    private static String severity(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        String three = node.path("cvssv3").path("base_severity").asText("");
        return three.isEmpty() ? node.path("cvssv2").path("base_severity").asText("") : three;
    }

    private static Severity severityOf(String text) {
        try {
            return Severity.valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Severity.HIGH;
        }
    }
}
