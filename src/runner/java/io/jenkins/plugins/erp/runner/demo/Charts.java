package io.jenkins.plugins.erp.runner.demo;

import static io.jenkins.plugins.erp.runner.demo.HtmlReport.escape;

import io.jenkins.plugins.erp.runner.load.Traffic;
import java.util.List;
import java.util.Locale;

/** The report's drawings as inline SVG; each says in words what it shows. */
final class Charts {
    private static final int WIDTH = 960;
    private static final int LABEL = 130;
    private static final int ROW = 24;

    private Charts() {}

    /** One bar an operation, along the time of the demo. */
    static String timeline(DemoRecord demo) {
        List<Recorder.Done> all = demo.operations();
        if (all.isEmpty()) {
            return "";
        }
        long from = all.get(0).beginMillis();
        long to = from + 1;
        for (Recorder.Done done : all) {
            from = Math.min(from, done.beginMillis());
            to = Math.max(to, done.beginMillis() + done.millis());
        }
        StringBuilder svg = open(all.size() * ROW + 40, DemoTable.text("report.timeline"));
        double scale = (WIDTH - LABEL - 90.0) / (to - from);
        for (int i = 0; i < all.size(); i++) {
            Recorder.Done done = all.get(i);
            int y = 12 + i * ROW;
            double x = LABEL + (done.beginMillis() - from) * scale;
            double width = Math.max(2, done.millis() * scale);
            boolean good = done.outcome().equals("DONE") || done.outcome().equals("UNSTABLE");
            String colour =
                    !good
                            ? "var(--bad)"
                            : List.of("deploy", "rollback").contains(done.name())
                                    ? "var(--bar2)"
                                    : "var(--bar)";
            text(svg, 10, y + 13, i + 1 + " " + done.name(), "");
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"16\" rx=\"3\""
                                    + " fill=\"%s\"/>\n",
                            x,
                            y,
                            width,
                            colour));
            text(
                    svg,
                    x + width + 6,
                    y + 13,
                    String.format(Locale.ROOT, "%.1f s", done.millis() / 1000.0),
                    "soft");
        }
        text(
                svg,
                LABEL,
                all.size() * ROW + 30,
                String.format(Locale.ROOT, "0 - %.1f s", (to - from) / 1000.0),
                "soft");
        return svg.append("</svg>\n").toString();
    }

    /** Each request as a dot: time across, milliseconds up; failures at the top in red. */
    static String latency(DemoRecord demo) {
        List<Traffic.Sample> samples = demo.traffic().samples();
        long from = samples.get(0).atMillis();
        long to = Math.max(from + 1, samples.get(samples.size() - 1).atMillis());
        int top = Math.max(20, demo.traffic().percentile(99) * 2);
        int height = 200;
        int floor = height - 30;
        StringBuilder svg =
                open(
                        height,
                        DemoTable.text(
                                "demo.requests",
                                demo.traffic().asked(),
                                demo.traffic().failed(),
                                demo.traffic().longestGapMillis(),
                                demo.traffic().percentile(50),
                                demo.traffic().percentile(99)));
        double scale = (WIDTH - 70.0) / (to - from);
        for (Recorder.Done done : demo.operations()) {
            if (List.of("deploy", "rollback").contains(done.name()) && done.beginMillis() >= from) {
                double x = 50 + (done.beginMillis() - from) * scale;
                svg.append(
                        String.format(
                                Locale.ROOT,
                                "<rect x=\"%.1f\" y=\"10\" width=\"%.1f\" height=\"%d\""
                                        + " fill=\"var(--bar2)\" opacity=\".15\"/>\n",
                                x,
                                Math.max(2, done.millis() * scale),
                                floor - 10));
                text(svg, x + 3, 22, done.name(), "soft");
            }
        }
        for (Traffic.Sample sample : samples) {
            double x = 50 + (sample.atMillis() - from) * scale;
            double y =
                    sample.good()
                            ? floor - (floor - 30.0) * Math.min(top, sample.millis()) / top
                            : 14;
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%s\" fill=\"%s\"/>\n",
                            x,
                            y,
                            sample.good() ? "1.6" : "3.5",
                            sample.good() ? "var(--bar)" : "var(--bad)"));
        }
        text(svg, 6, 34, top + " ms", "soft");
        text(svg, 6, floor, "0 ms", "soft");
        text(
                svg,
                50,
                height - 8,
                String.format(Locale.ROOT, "0 - %.1f s", (to - from) / 1000.0),
                "soft");
        return svg.append("</svg>\n").toString();
    }

    /** A part of a hundred as a bar. */
    static String bar(double percent, String label) {
        StringBuilder svg = open(44, label + String.format(Locale.ROOT, ": %.1f %%", percent));
        double width = (WIDTH - 260) * Math.max(0, Math.min(100, percent)) / 100;
        text(svg, 10, 27, label, "");
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<rect x=\"150\" y=\"14\" width=\"%d\" height=\"16\" rx=\"3\""
                                + " fill=\"var(--line)\"/><rect x=\"150\" y=\"14\" width=\"%.1f\""
                                + " height=\"16\" rx=\"3\" fill=\"var(--good)\"/>\n",
                        WIDTH - 260,
                        width));
        text(svg, WIDTH - 100, 27, String.format(Locale.ROOT, "%.1f %%", percent), "");
        return svg.append("</svg>\n").toString();
    }

    private static StringBuilder open(int height, String label) {
        return new StringBuilder("<svg role=\"img\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(height)
                .append("\" aria-label=\"")
                .append(escape(label))
                .append("\">\n");
    }

    private static void text(StringBuilder svg, double x, double y, String text, String kind) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\"", x, y));
        if (!kind.isEmpty()) {
            svg.append(" class=\"").append(kind).append('"');
        }
        svg.append('>').append(escape(text)).append("</text>\n");
    }
}
