package io.jenkins.plugins.erp.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one probe found.
 *
 * @param name what was asked, such as {@code containers} or {@code http erp-web-1}
 * @param status how it ended
 * @param detail what was found, or why it was left out
 * @param millis how long the answer took
 * @param lines the last lines of what failed, if there are any
 */
public record ProbeResult(
        String name, Status status, String detail, long millis, List<String> lines) {

    /** How a probe ended. */
    public enum Status {
        PASS,
        FAIL,
        /** does not apply to this system */
        SKIPPED
    }

    /** Copies the lines. */
    public ProbeResult {
        lines = List.copyOf(lines);
    }

    static ProbeResult pass(String name, String detail, long millis) {
        return new ProbeResult(name, Status.PASS, detail, millis, List.of());
    }

    static ProbeResult fail(String name, String detail, long millis, List<String> lines) {
        return new ProbeResult(name, Status.FAIL, detail, millis, lines);
    }

    static ProbeResult skipped(String name, String why) {
        return new ProbeResult(name, Status.SKIPPED, why, 0, List.of());
    }

    ProbeResult withLines(List<String> more) {
        return new ProbeResult(name, status, detail, millis, more);
    }

    /** Whether it stands in the way. */
    public boolean failed() {
        return status == Status.FAIL;
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("status", status.name());
        map.put("detail", detail);
        map.put("millis", millis);
        return map;
    }
}
