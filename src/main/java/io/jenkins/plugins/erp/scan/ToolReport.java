package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.report.Finding;
import io.jenkins.plugins.erp.report.Severity;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What one tool did.
 *
 * @param tool its name
 * @param where it ran, for people
 * @param status whether it did its work
 * @param findings what it found, known ones too, fingerprints set
 * @param trouble why it did not do its work, with its own last lines; empty when it did
 * @param notes what else is worth knowing
 * @param seconds wall time
 */
public record ToolReport(
        String tool,
        String where,
        Status status,
        List<Finding> findings,
        Optional<String> trouble,
        List<String> notes,
        double seconds) {

    /** Copies the lists. */
    public ToolReport {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** Whether a tool did its work. */
    public enum Status {
        /** it looked at everything */
        DONE,
        /** it is not there */
        MISSING,
        /** it crashed, ran out of time, left something out or printed what cannot be read */
        ERROR
    }

    /** The same with other findings. */
    ToolReport with(List<Finding> other) {
        return new ToolReport(tool, where, status, other, trouble, notes, seconds);
    }

    /** How many findings there are of each severity; those without one are left out. */
    public Map<Severity, Integer> counts() {
        Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
        findings.forEach(f -> counts.merge(f.severity(), 1, Integer::sum));
        return counts;
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("tool", tool);
        map.put("where", where);
        map.put("status", status.name().toLowerCase(Locale.ROOT));
        map.put("seconds", seconds);
        Map<String, Object> counts = new LinkedHashMap<>();
        counts().forEach((k, v) -> counts.put(k.name().toLowerCase(Locale.ROOT), v));
        map.put("counts", counts);
        trouble.ifPresent(t -> map.put("trouble", t));
        if (!notes.isEmpty()) {
            map.put("notes", notes);
        }
        return map;
    }
}
