package io.jenkins.plugins.erp.health;

import io.jenkins.plugins.erp.text.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the gate found on one host.
 *
 * @param host for people
 * @param passed whether enough rounds passed one after the other
 * @param probes of the last round
 * @param rounds asked in all
 * @param streak rounds that passed one after the other, up to the last
 * @param elapsed wall time
 */
public record HostHealth(
        String host,
        boolean passed,
        List<ProbeResult> probes,
        int rounds,
        int streak,
        Duration elapsed) {

    /** Copies the probes. */
    public HostHealth {
        probes = List.copyOf(probes);
    }

    /** The probes that failed in the last round. */
    public List<ProbeResult> failures() {
        return probes.stream().filter(ProbeResult::failed).toList();
    }

    /** What failed, with its own last lines; for a console or an exception. */
    public String failureText() {
        StringBuilder text = new StringBuilder();
        text.append(
                "not healthy on "
                        + host
                        + " after "
                        + elapsed.toSeconds()
                        + " s and "
                        + rounds
                        + (rounds == 1 ? " round:" : " rounds:"));
        if (failures().isEmpty()) {
            text.append("\n  the last ")
                    .append(streak)
                    .append(" rounds passed, but not long enough before the time ran out");
        }
        for (ProbeResult probe : failures()) {
            text.append("\n  ").append(probe.name()).append(": ").append(probe.detail());
            probe.lines().forEach(l -> text.append("\n    | ").append(l));
        }
        return text.toString();
    }

    /** The probes as a table for people, a line each, the heads translated. */
    public List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        Messages.of(HostHealth.class, "table.probe"),
                        Messages.of(HostHealth.class, "table.result"),
                        Messages.of(HostHealth.class, "table.millis"),
                        Messages.of(HostHealth.class, "table.detail")));
        for (ProbeResult p : probes) {
            rows.add(
                    List.of(
                            p.name(),
                            Messages.of(HostHealth.class, "status." + p.status()),
                            p.status() == ProbeResult.Status.SKIPPED
                                    ? "-"
                                    : Long.toString(p.millis()),
                            p.detail()));
        }
        int[] widths = new int[3];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String gap = " ".repeat(widths[i] - width(row.get(i)));
                line.append(i == 2 ? gap + row.get(i) : row.get(i) + gap).append("  ");
            }
            lines.add(line.append(row.get(3)).toString().stripTrailing());
        }
        return lines;
    }

    /** Columns a text takes on a terminal: Chinese characters take two. */
    private static int width(String text) {
        return text.codePoints().map(c -> c >= 0x2e80 && c <= 0xffef ? 2 : 1).sum();
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("host", host);
        map.put("passed", passed);
        map.put("rounds", rounds);
        map.put("consecutive", streak);
        map.put("seconds", elapsed.toMillis() / 1000.0);
        map.put("probes", new ArrayList<>(probes.stream().map(ProbeResult::toMap).toList()));
        return map;
    }
}
