package io.jenkins.plugins.erp.runner.demo;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.runner.Table;
import io.jenkins.plugins.erp.runner.load.Traffic;
import io.jenkins.plugins.erp.text.Messages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The end of a demo on the console. */
public final class DemoTable {
    private DemoTable() {}

    /** Phases, requests, releases, and where the report is. */
    public static void print(DemoRecord demo, Path report, Console console) {
        List<List<String>> rows = new ArrayList<>();
        for (DemoRecord.Phase phase : demo.phases()) {
            rows.add(
                    List.of(
                            phase.operation(),
                            phase.title(),
                            String.format(Locale.ROOT, "%7.1f", phase.seconds()),
                            phase.state().equals("DONE") ? "" : phase.state()));
        }
        console.info("");
        Table.print(
                console,
                List.of(
                        text("column.operation"),
                        text("column.phase"),
                        text("column.seconds"),
                        text("column.state")),
                rows);
        console.info("");
        Traffic.Report traffic = demo.traffic();
        String requests =
                traffic.samples().isEmpty()
                        ? text("report.no.samples", traffic.asked(), traffic.failed())
                        : text(
                                "demo.requests",
                                traffic.asked(),
                                traffic.failed(),
                                traffic.longestGapMillis(),
                                traffic.percentile(50),
                                traffic.percentile(99));
        console.print(traffic.failed() == 0 ? Console.Level.GOOD : Console.Level.WARN, requests);
        traffic.failures().stream().limit(5).forEach(f -> console.warn("  " + f));
        if (demo.releases().get("entries") instanceof List<?> entries) {
            List<List<String>> releases = new ArrayList<>();
            for (Object one : entries) {
                Map<?, ?> entry = (Map<?, ?>) one;
                boolean current =
                        String.valueOf(entry.get("release")).equals(demo.releases().get("current"));
                releases.add(
                        List.of(
                                String.valueOf(entry.get("kind")),
                                entry.get("release") + (current ? " *" : ""),
                                String.valueOf(entry.get("outcome")),
                                String.valueOf(entry.get("seconds"))));
            }
            int from = Math.max(0, releases.size() - 8);
            console.info("");
            Table.print(
                    console,
                    List.of(
                            text("column.operation"),
                            text("column.release"),
                            text("column.state"),
                            text("column.seconds")),
                    releases.subList(from, releases.size()));
        }
        console.info("");
        console.info(text("demo.report", report));
        console.print(
                demo.outcome().exitCode() == 0
                        ? Console.Level.GOOD
                        : demo.asIntended() ? Console.Level.WARN : Console.Level.ERROR,
                ending(demo));
    }

    /** One line that says how it went. */
    static String ending(DemoRecord demo) {
        String seconds = String.format(Locale.ROOT, "%.1f", demo.elapsed().toMillis() / 1000.0);
        if (demo.asIntended()) {
            return text(
                    "demo.as.intended",
                    demo.breaking().orElse(""),
                    demo.outcome().exitCode(),
                    seconds);
        }
        return text(demo.outcome().exitCode() == 0 ? "demo.done" : "demo.ended.badly", seconds);
    }

    static String text(String key, Object... arguments) {
        return Messages.of(DemoTable.class, key, arguments);
    }
}
