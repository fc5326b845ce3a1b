package io.jenkins.plugins.erp.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.erp.report.Coverage.FileCoverage;
import io.jenkins.plugins.erp.report.Coverage.Ratio;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what {@code coverage json} writes (formats 1 to 3). The keys of branches are there in
 * branch mode only.
 */
public final class CoverageJson {
    private CoverageJson() {}

    /**
     * Reads a report to its end.
     *
     * @param file its name, for errors
     * @throws ReportException when it is not coverage.py's JSON, cut off, or over a limit
     */
    public static Coverage read(String file, InputStream in) throws ReportException {
        try (SafeJson json = new SafeJson(file, in)) {
            json.first();
            List<FileCoverage> files = new ArrayList<>();
            JsonNode[] totals = new JsonNode[1];
            json.fields(
                    "the report",
                    field -> {
                        if (field.equals("totals")) {
                            totals[0] = json.tree();
                        } else if (field.equals("files")) {
                            json.fields("files", path -> files.add(file(json, path)));
                        } else {
                            json.skip();
                        }
                    });
            if (totals[0] == null) {
                throw json.error("not a coverage.py report: it has no \"totals\"");
            }
            Coverage all =
                    new Coverage(lines(json, totals[0]), branches(json, totals[0]), List.of());
            json.last();
            return new Coverage(all.lines(), all.branches(), files);
        }
    }

    private static FileCoverage file(SafeJson json, String path) throws ReportException {
        JsonNode summary = json.tree().path("summary");
        return new FileCoverage(path, lines(json, summary), branches(json, summary));
    }

    private static Ratio lines(SafeJson json, JsonNode node) throws ReportException {
        return new Ratio(number(json, node, "covered_lines"), number(json, node, "num_statements"));
    }

    private static Optional<Ratio> branches(SafeJson json, JsonNode node) throws ReportException {
        if (!node.has("num_branches")) {
            return Optional.empty();
        }
        return Optional.of(
                new Ratio(
                        number(json, node, "covered_branches"),
                        number(json, node, "num_branches")));
    }

    private static long number(SafeJson json, JsonNode node, String field) throws ReportException {
        JsonNode value = node.path(field);
        if (!value.canConvertToLong() || value.longValue() < 0) {
            throw json.error("\"" + field + "\" is missing or not a count");
        }
        return value.longValue();
    }
}
