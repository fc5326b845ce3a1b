package io.jenkins.plugins.erp.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.report.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The file of known findings: {@code {"version": 1, "findings": [{"fingerprint", "tool", "rule",
 * "place", "message"}]}}. The fingerprint alone decides; the rest is for whoever reviews the file.
 *
 * @param fingerprints of what is known
 */
record Baseline(Set<String> fingerprints) {
    /** Where it is written when erp.yaml names no file. */
    static final String DEFAULT_FILE = ".erp/scan-baseline.json";

    static final Baseline EMPTY = new Baseline(Set.of());

    private static final int VERSION = 1;
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    Baseline {
        fingerprints = Set.copyOf(fingerprints);
    }

    /** Reads the file's text. */
    static Baseline parse(String file, String text) throws ConfigException {
        try {
            JsonNode root = JSON.readTree(text);
            if (root.path("version").asInt() != VERSION || !root.path("findings").isArray()) {
                throw new ConfigException(
                        file + ": not a baseline of version " + VERSION + "; write it anew");
            }
            Set<String> known = new LinkedHashSet<>();
            for (JsonNode one : root.path("findings")) {
                if (!one.path("fingerprint").isTextual()) {
                    throw new ConfigException(file + ": an entry has no \"fingerprint\"");
                }
                known.add(one.path("fingerprint").textValue());
            }
            return new Baseline(known);
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    file
                            + ":"
                            + e.getLocation().getLineNr()
                            + ":"
                            + e.getLocation().getColumnNr()
                            + ": the baseline is not JSON: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    boolean knows(Finding finding) {
        return fingerprints.contains(finding.fingerprint());
    }

    /** The file's text for findings, in an order that does not change without need. */
    static String write(List<Finding> findings) {
        List<Map<String, String>> entries = new ArrayList<>();
        findings.stream()
                .sorted(
                        Comparator.comparing(Finding::tool)
                                .thenComparing(f -> f.file().orElse(f.subject()))
                                .thenComparing(Finding::rule)
                                .thenComparing(Finding::fingerprint))
                .forEach(
                        f -> {
                            Map<String, String> entry = new LinkedHashMap<>();
                            entry.put("fingerprint", f.fingerprint());
                            entry.put("tool", f.tool());
                            entry.put("rule", f.rule());
                            // without the line, which moves
                            entry.put("place", f.file().orElse(f.subject()));
                            entry.put("message", f.message());
                            entries.add(entry);
                        });
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", VERSION);
        root.put("findings", entries);
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts could not be written as JSON", e);
        }
    }
}
