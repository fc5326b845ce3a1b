package io.jenkins.plugins.erp.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes findings as SARIF 2.1.0 (OASIS), which Jenkins' warnings-ng, GitHub and GitLab read. */
public final class SarifWriter {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final String ROOT = "%SRCROOT%";

    private SarifWriter() {}

    /**
     * One tool's run.
     *
     * @param tool its name
     * @param completed whether it looked at everything
     * @param trouble why it did not, one line each
     * @param findings what it found, fingerprints set
     * @param known fingerprints of the baseline: written as suppressed
     */
    public record Run(
            String tool,
            boolean completed,
            List<String> trouble,
            List<Finding> findings,
            Set<String> known) {}

    /** Writes the document; the caller closes the writer. */
    public static void write(Writer out, List<Run> runs) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("$schema", SCHEMA);
            json.writeStringField("version", "2.1.0");
            json.writeArrayFieldStart("runs");
            for (Run run : runs) {
                run(json, run);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void run(JsonGenerator json, Run run) throws IOException {
        Set<String> ids = new LinkedHashSet<>();
        run.findings().forEach(f -> ids.add(f.rule()));
        List<String> rules = new ArrayList<>(ids);
        json.writeStartObject();
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", run.tool());
        json.writeArrayFieldStart("rules");
        for (String rule : rules) {
            json.writeStartObject();
            json.writeStringField("id", rule);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayFieldStart("invocations");
        json.writeStartObject();
        json.writeBooleanField("executionSuccessful", run.completed());
        json.writeArrayFieldStart("toolExecutionNotifications");
        for (String trouble : run.trouble()) {
            json.writeStartObject();
            json.writeStringField("level", run.completed() ? "note" : "error");
            message(json, trouble);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeStringField("columnKind", "unicodeCodePoints");
        json.writeArrayFieldStart("results");
        for (Finding finding : run.findings()) {
            result(json, finding, rules, run.known());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void result(
            JsonGenerator json, Finding finding, List<String> rules, Set<String> known)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("ruleId", finding.rule());
        json.writeNumberField("ruleIndex", rules.indexOf(finding.rule()));
        json.writeStringField("level", level(finding.severity()));
        message(json, finding.message());
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        if (finding.file().isPresent()) {
            json.writeObjectFieldStart("physicalLocation");
            json.writeObjectFieldStart("artifactLocation");
            json.writeStringField("uri", uri(finding.file().get()));
            if (!finding.file().get().startsWith("/")) {
                json.writeStringField("uriBaseId", ROOT);
            }
            json.writeEndObject();
            if (finding.line() > 0) {
                json.writeObjectFieldStart("region");
                json.writeNumberField("startLine", finding.line());
                if (finding.column() > 0) {
                    json.writeNumberField("startColumn", finding.column());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        } else {
            json.writeArrayFieldStart("logicalLocations");
            json.writeStartObject();
            json.writeStringField("name", finding.subject());
            json.writeStringField("kind", "package");
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndArray();
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField("erpFinding/v1", finding.fingerprint());
        json.writeEndObject();
        if (known.contains(finding.fingerprint())) {
            json.writeArrayFieldStart("suppressions");
            json.writeStartObject();
            json.writeStringField("kind", "external");
            json.writeStringField("justification", "in the baseline of known findings");
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeObjectFieldStart("properties");
        json.writeStringField("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        json.writeArrayFieldStart("aliases");
        for (String alias : finding.aliases()) {
            json.writeString(alias);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void message(JsonGenerator json, String text) throws IOException {
        json.writeObjectFieldStart("message");
        json.writeStringField("text", text.isEmpty() ? "(no text)" : text);
        json.writeEndObject();
    }

    private static String level(Severity severity) {
        switch (severity) {
            case CRITICAL:
            case HIGH:
                return "error";
            case MEDIUM:
                return "warning";
            default:
                return "note";
        }
    }

    private static String uri(String path) {
        try {
            // behind a slash while it is made, else a colon in it would read as a scheme
            return new URI(null, null, "/" + path, null)
                    .toASCIIString()
                    .substring(1)
                    .replace(":", "%3A");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a file name that no URI can hold: " + path, e);
        }
    }
}
