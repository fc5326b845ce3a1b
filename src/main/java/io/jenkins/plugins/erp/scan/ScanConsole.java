package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.report.Finding;
import io.jenkins.plugins.erp.text.Messages;
import io.jenkins.plugins.erp.text.TextTable;
import java.util.List;
import java.util.Locale;

/** What a person reads of a scan. */
final class ScanConsole {
    private static final int SHOWN = 20;

    private ScanConsole() {}

    static void print(Console console, ScanResult result) {
        table(result).forEach(console::info);
        for (ToolReport tool : result.broken()) {
            console.error("");
            console.error(
                    tool.tool()
                            + " "
                            + tool.trouble().orElse("did not do its work")
                            + (tool.status() == ToolReport.Status.MISSING ? advice(tool) : ""));
        }
        List<Finding> fresh = result.fresh();
        if (!fresh.isEmpty()) {
            console.info("");
            for (Finding one : fresh.subList(0, Math.min(SHOWN, fresh.size()))) {
                String line = line(one);
                if (one.severity().atLeast(result.failOn())) {
                    console.error(line);
                } else {
                    console.warn(line);
                }
            }
            if (fresh.size() > SHOWN) {
                console.info("... " + (fresh.size() - SHOWN) + " more in " + ScanFiles.FINDINGS);
            }
        }
        result.tools().forEach(t -> t.notes().forEach(n -> console.info(t.tool() + ": " + n)));
        console.info("");
        if (result.outcome() == io.jenkins.plugins.erp.operation.Outcome.DONE) {
            console.good("Scan passed: " + result.summary());
        } else {
            console.error("Scan failed: " + result.summary());
        }
    }

    static List<String> table(ScanResult result) {
        TextTable table =
                new TextTable(
                        text("table.tool"),
                        text("table.status"),
                        ">" + text("table.new"),
                        ">" + text("table.known"),
                        ">" + text("table.seconds"),
                        text("table.where"));
        for (ToolReport tool : result.tools()) {
            long known =
                    tool.findings().stream()
                            .filter(f -> result.known().contains(f.fingerprint()))
                            .count();
            boolean done = tool.status() == ToolReport.Status.DONE;
            String count = Long.toString(tool.findings().size() - known);
            table.row(
                    tool.tool(),
                    status(tool, result),
                    done || !tool.findings().isEmpty() ? count : "-",
                    done || known > 0 ? Long.toString(known) : "-",
                    String.format(Locale.ROOT, "%.1f", tool.seconds()),
                    tool.where());
        }
        return table.lines();
    }

    private static String status(ToolReport tool, ScanResult result) {
        switch (tool.status()) {
            case MISSING:
                return text("status.missing");
            case ERROR:
                return text("status.error");
            default:
                break;
        }
        List<Finding> fresh =
                tool.findings().stream()
                        .filter(f -> !result.known().contains(f.fingerprint()))
                        .toList();
        if (fresh.isEmpty()) {
            return text("status.clean");
        }
        return fresh.stream().anyMatch(f -> f.severity().atLeast(result.failOn()))
                ? text("status.failed")
                : text("status.found");
    }

    private static String line(Finding one) {
        return String.format(
                "%-8s %s  %s %s: %s",
                one.severity().name().toLowerCase(Locale.ROOT),
                one.place(),
                one.tool(),
                one.rule(),
                one.message());
    }

    private static String advice(ToolReport tool) {
        return ". Install it there (in the stage that erp.yaml names under scan: target, or test:"
                + " target), or take it out of scan: tools";
    }

    private static String text(String key) {
        return Messages.of(ScanConsole.class, key);
    }
}
