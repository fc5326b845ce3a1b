package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.report.Finding;
import io.jenkins.plugins.erp.report.Severity;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What came of a scan.
 *
 * @param tools one report a tool, in the order asked for
 * @param failOn mildest severity that fails
 * @param known fingerprints of findings that do not fail
 */
public record ScanResult(List<ToolReport> tools, Severity failOn, Set<String> known)
        implements OperationResult {
    /** Findings handed to a Pipeline; all of them are in the file. */
    private static final int IN_MAP = 1_000;

    /** Copies. */
    public ScanResult {
        tools = List.copyOf(tools);
        known = Set.copyOf(known);
    }

    /** Failed when a tool did not do its work, or a finding that is not known is bad enough. */
    @Override
    public Outcome outcome() {
        return broken().isEmpty() && failing().isEmpty() ? Outcome.DONE : Outcome.FAILED;
    }

    /** Tools that did not do their work. */
    public List<ToolReport> broken() {
        return tools.stream().filter(t -> t.status() != ToolReport.Status.DONE).toList();
    }

    /** All findings, worst first, then by tool and place. */
    public List<Finding> findings() {
        return tools.stream()
                .flatMap(t -> t.findings().stream())
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
    }

    /** Findings that are not in the baseline, worst first. */
    public List<Finding> fresh() {
        return findings().stream().filter(f -> !known.contains(f.fingerprint())).toList();
    }

    /** Findings that fail. */
    public List<Finding> failing() {
        return fresh().stream().filter(f -> f.severity().atLeast(failOn)).toList();
    }

    @Override
    public String summary() {
        StringBuilder text = new StringBuilder();
        int all = findings().size();
        int old = all - fresh().size();
        text.append(all).append(all == 1 ? " finding" : " findings");
        if (old > 0) {
            text.append(", ").append(old).append(" of them known");
        }
        text.append("; ")
                .append(failing().size())
                .append(" at or above ")
                .append(failOn.name().toLowerCase(Locale.ROOT));
        if (!broken().isEmpty()) {
            text.append("; not scanned in full by: ")
                    .append(String.join(", ", broken().stream().map(ToolReport::tool).toList()));
        }
        return text.toString();
    }

    @Override
    public Map<String, Object> toMap() {
        return toMap(IN_MAP);
    }

    Map<String, Object> toMap(int findings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("outcome", outcome().name());
        map.put("summary", summary());
        map.put("failOn", failOn.name().toLowerCase(Locale.ROOT));
        map.put("total", findings().size());
        map.put("new", fresh().size());
        map.put("failing", failing().size());
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Severity one : Severity.values()) {
            counts.put(
                    one.name().toLowerCase(Locale.ROOT),
                    (int) fresh().stream().filter(f -> f.severity() == one).count());
        }
        map.put("counts", counts);
        map.put("tools", tools.stream().map(ToolReport::toMap).toList());
        map.put(
                "findings",
                findings().stream()
                        .limit(findings)
                        .map(
                                f -> {
                                    Map<String, Object> one = f.toMap();
                                    one.put("known", known.contains(f.fingerprint()));
                                    return one;
                                })
                        .toList());
        map.put("sarif", ScanFiles.SARIF);
        return map;
    }
}
