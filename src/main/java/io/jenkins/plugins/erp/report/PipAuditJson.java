package io.jenkins.plugins.erp.report;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@code pip-audit --format json} writes: an object with "dependencies", or the bare
 * list of versions before 2.0. It knows no severity; each vulnerability counts as high.
 */
public final class PipAuditJson {
    private static final String TOOL = "pip-audit";

    private PipAuditJson() {}

    /**
     * Reads a report to its end.
     *
     * @param file its name, for errors
     * @throws ReportException when it is not pip-audit's JSON, cut off, or over a limit
     */
    public static Findings read(String file, InputStream in) throws ReportException {
        try (SafeJson json = new SafeJson(file, in)) {
            List<Finding> found = new ArrayList<>();
            List<String> notes = new ArrayList<>();
            if (json.first() == JsonToken.START_ARRAY) {
                json.elements("the report", i -> dependency(json, found, notes));
            } else {
                boolean[] seen = new boolean[1];
                json.fields(
                        "the report",
                        field -> {
                            if (field.equals("dependencies")) {
                                seen[0] = true;
                                json.elements("dependencies", i -> dependency(json, found, notes));
                            } else {
                                json.skip();
                            }
                        });
                if (!seen[0]) {
                    throw json.error("not a pip-audit report: it has no \"dependencies\"");
                }
            }
            json.last();
            return new Findings(found, List.of(), notes);
        }
    }

    private static void dependency(SafeJson json, List<Finding> found, List<String> notes)
            throws ReportException {
        JsonNode node = json.tree();
        String name = json.text(node, "name");
        if (node.has("skip_reason")) {
            notes.add(
                    Bounded.cut(
                            "not audited: " + node.path("skip_reason").asText(""),
                            Bounded.MAX_MESSAGE));
            return;
        }
        JsonNode vulnerabilities = node.path("vulns");
        if (!vulnerabilities.isArray()) {
            throw json.error("dependency " + name + " has no list \"vulns\"");
        }
        String version = node.path("version").asText("?");
        for (JsonNode one : vulnerabilities) {
            List<String> fixes = Vulnerabilities.texts(one.path("fix_versions"));
            found.add(
                    Finding.vulnerability(
                            TOOL,
                            json.text(one, "id"),
                            Severity.HIGH,
                            name,
                            Vulnerabilities.message(
                                    name, version, fixes, one.path("description").asText("")),
                            Vulnerabilities.texts(one.path("aliases"))));
        }
    }
}
