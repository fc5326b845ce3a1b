package io.jenkins.plugins.erp.runner.demo;

import io.jenkins.plugins.erp.runner.load.Traffic;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A demo as one HTML file: no script, nothing from elsewhere, readable in light and dark. */
public final class HtmlReport {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private static final String STYLE =
            """
            :root{--ground:#fbfaf8;--card:#fff;--ink:#1f2328;--soft:#5f6670;--line:#dcdde0;--good:#1a7f4b;\
            --bad:#c0362c;--warn:#9a6700;--bar:#3b6fb6;--bar2:#8a5fb5}
            @media (prefers-color-scheme:dark){:root{--ground:#15171a;--card:#1d2024;--ink:#e7e9ec;\
            --soft:#a0a7b0;--line:#343941;--good:#4cc38a;--bad:#ff7b72;--warn:#e0b040;--bar:#6ea3e8;--bar2:#b794e0}}
            *{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);\
            font:16px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans CJK SC","PingFang SC",sans-serif}
            main{max-width:64rem;margin:0 auto;padding:2rem 1rem 4rem}
            h1{font-size:1.7rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2.25rem 0 .6rem}
            p{margin:.3rem 0}.soft{color:var(--soft)}.good{color:var(--good)}.bad{color:var(--bad)}
            .warn{color:var(--warn)}
            .banner{border-left:4px solid var(--warn);background:var(--card);padding:.7rem 1rem;margin:1rem 0}
            .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:1.25rem 0}
            .figure{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem}
            .figure b{display:block;font-size:1.6rem;line-height:1.2;font-variant-numeric:tabular-nums}
            .figure span{color:var(--soft);font-size:.9rem}
            .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;background:var(--card)}
            th,td{text-align:left;padding:.4rem .7rem;border-bottom:1px solid var(--line);vertical-align:top}
            th{font-weight:600;color:var(--soft);font-size:.9rem}
            td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
            code{font:.88em ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
            svg{display:block;width:100%;height:auto;background:var(--card);border:1px solid var(--line);border-radius:8px}
            svg text{fill:var(--ink);font-size:12px}svg .soft{fill:var(--soft)}
            pre{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem;\
            overflow-x:auto;font:.85rem/1.45 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap}
            """;

    private final DemoRecord demo;
    private final Locale locale;
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(DemoRecord demo, Locale locale) {
        this.demo = demo;
        this.locale = locale;
    }

    /** The whole page in the language of this process. */
    public static String of(DemoRecord demo) {
        return new HtmlReport(demo, Locale.getDefault()).page();
    }

    private String page() {
        boolean chinese = locale.getLanguage().equals("zh");
        html.append("<!doctype html>\n<html lang=\"")
                .append(chinese ? "zh-CN" : "en")
                .append("\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\"")
                .append(" content=\"width=device-width,initial-scale=1\"><title>")
                .append(escape(text("report.title")))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style></head>\n<body><main>\n");
        head();
        html.append("<h2>").append(escape(text("report.timeline"))).append("</h2>\n");
        html.append(Charts.timeline(demo));
        traffic();
        phases();
        checks();
        releases();
        html.append("</main></body></html>\n");
        return html.toString();
    }

    private void head() {
        boolean good = demo.outcome().exitCode() == 0;
        html.append("<header><h1>").append(escape(text("report.title"))).append("</h1>\n");
        line(good ? "good" : demo.asIntended() ? "warn" : "bad", DemoTable.ending(demo));
        line("soft", WHEN.format(demo.began().atZone(ZoneId.systemDefault())));
        html.append("</header>\n");
        demo.banner()
                .ifPresent(
                        b ->
                                html.append("<div class=\"banner\" role=\"note\">")
                                        .append(escape(b))
                                        .append("</div>\n"));
        demo.breaking()
                .ifPresent(
                        b ->
                                html.append("<div class=\"banner\" role=\"note\">")
                                        .append(escape(text("report.break", b)))
                                        .append("</div>\n"));
        demo.failure().ifPresent(f -> html.append("<pre>").append(escape(f)).append("</pre>\n"));
        Traffic.Report traffic = demo.traffic();
        html.append("<div class=\"figures\">\n");
        figure(String.valueOf(traffic.asked()), text("report.asked"), "");
        figure(
                String.valueOf(traffic.failed()),
                text("report.failed"),
                traffic.failed() == 0 ? "good" : "bad");
        if (!traffic.samples().isEmpty()) {
            figure(traffic.percentile(99) + " ms", text("report.p99"), "");
            figure(traffic.longestGapMillis() + " ms", text("report.gap"), "");
        }
        figure(
                String.valueOf(
                        demo.operations().stream()
                                .filter(
                                        o ->
                                                o.name().equals("deploy")
                                                        || o.name().equals("rollback"))
                                .count()),
                text("report.switches"),
                "");
        figure(demo.answer().isEmpty() ? "-" : demo.answer(), text("report.answer"), "");
        html.append("</div>\n");
    }

    private void traffic() {
        html.append("<h2>").append(escape(text("report.requests"))).append("</h2>\n");
        if (demo.traffic().samples().isEmpty()) {
            line(
                    "soft",
                    text("report.no.samples", demo.traffic().asked(), demo.traffic().failed()));
            return;
        }
        html.append(Charts.latency(demo));
        for (String failure : demo.traffic().failures().stream().limit(20).toList()) {
            line("bad", failure);
        }
    }

    private void phases() {
        html.append("<h2>").append(escape(text("report.phases"))).append("</h2>\n");
        open(
                text("column.operation"),
                text("column.phase"),
                text("column.state"),
                "#" + text("column.seconds"));
        for (DemoRecord.Phase phase : demo.phases()) {
            boolean good = List.of("DONE", "SKIPPED", "UNSTABLE").contains(phase.state());
            html.append("<tr><td>")
                    .append(escape(phase.operation()))
                    .append("</td><td>")
                    .append(escape(phase.title()));
            if (!good && !phase.message().isEmpty()) {
                html.append("<br><code class=\"bad\">")
                        .append(escape(phase.message()))
                        .append("</code>");
            }
            html.append("</td><td class=\"")
                    .append(good ? "soft" : "bad")
                    .append("\">")
                    .append(escape(phase.state()))
                    .append("</td><td class=\"n\">")
                    .append(seconds(phase.seconds()))
                    .append("</td></tr>\n");
        }
        close();
    }

    /** Health, tests, coverage and findings, as the operations gave them. */
    private void checks() {
        demo.last("health").ifPresent(this::health);
        demo.last("test").ifPresent(this::tests);
        demo.last("scan").ifPresent(this::findings);
    }

    private void health(Map<String, Object> health) {
        html.append("<h2>").append(escape(text("report.health"))).append("</h2>\n");
        line("", String.valueOf(health.get("summary")));
        if (!(health.get("hosts") instanceof List<?> hosts)) {
            return;
        }
        open(text("column.probe"), text("column.state"), text("column.detail"), "#ms");
        for (Object host : hosts) {
            if (((Map<?, ?>) host).get("probes") instanceof List<?> probes) {
                for (Object one : probes) {
                    Map<?, ?> probe = (Map<?, ?>) one;
                    row(
                            probe.get("name"),
                            probe.get("status"),
                            probe.get("detail"),
                            "#" + probe.get("millis"));
                }
            }
        }
        close();
    }

    private void tests(Map<String, Object> tests) {
        html.append("<h2>").append(escape(text("report.tests"))).append("</h2>\n");
        line("", String.valueOf(tests.get("summary")));
        if (tests.get("coverage") instanceof Map<?, ?> coverage
                && coverage.get("percent") instanceof Number percent) {
            html.append(Charts.bar(percent.doubleValue(), text("report.coverage")));
        }
        if (tests.get("suites") instanceof List<?> suites) {
            open(
                    text("column.suite"),
                    text("column.state"),
                    "#" + text("column.passed"),
                    "#" + text("column.failed"),
                    "#" + text("column.seconds"));
            for (Object one : suites) {
                Map<?, ?> suite = (Map<?, ?>) one;
                row(
                        suite.get("name"),
                        suite.get("status"),
                        "#" + suite.get("passed"),
                        "#" + suite.get("failed"),
                        "#" + suite.get("seconds"));
            }
            close();
        }
    }

    private void findings(Map<String, Object> scan) {
        html.append("<h2>").append(escape(text("report.scan"))).append("</h2>\n");
        line("", String.valueOf(scan.get("summary")));
        if (scan.get("counts") instanceof Map<?, ?> counts && !counts.isEmpty()) {
            open(text("column.severity"), "#" + text("column.count"));
            counts.forEach((severity, count) -> row(severity, "#" + count));
            close();
        }
    }

    private void releases() {
        if (!(demo.releases().get("entries") instanceof List<?> entries) || entries.isEmpty()) {
            return;
        }
        html.append("<h2>").append(escape(text("report.releases"))).append("</h2>\n");
        open(
                text("column.when"),
                text("column.operation"),
                text("column.release"),
                text("column.state"),
                text("column.image"),
                "#" + text("column.seconds"));
        for (Object one : entries) {
            Map<?, ?> entry = (Map<?, ?>) one;
            boolean current =
                    String.valueOf(entry.get("release")).equals(demo.releases().get("current"));
            row(
                    entry.get("started"),
                    entry.get("kind"),
                    entry.get("release") + (current ? " (" + text("report.current") + ")" : ""),
                    entry.get("outcome"),
                    entry.get("image"),
                    "#" + entry.get("seconds"));
        }
        close();
    }

    private void figure(String value, String what, String kind) {
        html.append("<div class=\"figure\"><b class=\"")
                .append(kind)
                .append("\">")
                .append(escape(value))
                .append("</b><span>")
                .append(escape(what))
                .append("</span></div>\n");
    }

    private void line(String kind, String text) {
        html.append("<p class=\"").append(kind).append("\">").append(escape(text)).append("</p>\n");
    }

    /** A table's head; a leading # marks a column of numbers. */
    private void open(String... columns) {
        html.append("<div class=\"wide\"><table><thead><tr>");
        for (String column : columns) {
            boolean number = column.startsWith("#");
            html.append(number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                    .append(escape(number ? column.substring(1) : column))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>\n");
    }

    private void row(Object... cells) {
        html.append("<tr>");
        for (Object cell : cells) {
            String text = cell == null ? "" : cell.toString();
            boolean number = text.startsWith("#");
            html.append(number ? "<td class=\"n\">" : "<td>")
                    .append(escape(number ? text.substring(1) : text))
                    .append("</td>");
        }
        html.append("</tr>\n");
    }

    private void close() {
        html.append("</tbody></table></div>\n");
    }

    private static String text(String key, Object... arguments) {
        return DemoTable.text(key, arguments);
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Text for HTML, in elements and in attributes. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
