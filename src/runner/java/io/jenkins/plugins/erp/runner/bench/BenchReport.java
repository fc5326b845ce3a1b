package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.runner.Table;
import io.jenkins.plugins.erp.runner.load.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A result for people: on the console and as a Markdown file. */
public final class BenchReport {
    private static final int SLOWEST = 10;

    private final BenchResult result;

    /** Something under a title. */
    private record Part(String title, List<String> header, List<List<String>> rows) {}

    BenchReport(BenchResult result) {
        this.result = result;
    }

    /** Whether the figures count and nothing that is wanted was missed. */
    public boolean good() {
        return result.counts() && result.missed().isEmpty() && result.skipped().isEmpty();
    }

    /** For {@code --json}. */
    public Map<String, Object> toMap() {
        return result.toMap();
    }

    /** Prints it. */
    public void print(Console console) {
        for (Part part : parts()) {
            console.info("");
            console.info(part.title());
            Table.print(console, part.header(), part.rows());
        }
        console.info("");
        result.skipped().forEach((name, why) -> console.warn(name + ": " + why));
        if (!result.counts()) {
            console.warn(Words.text("busy"));
        }
        if (result.missed().isEmpty()) {
            console.good(Words.text("met"));
        } else {
            console.warn(Words.text("missed"));
            result.missed().forEach(m -> console.warn("  " + m));
        }
    }

    /** As a Markdown file. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(Words.text("title")).append("\n\n");
        text.append(Words.text("written.by", result.began().toString())).append("\n\n");
        Traffic.Report control = result.control();
        line(text, Words.text("about.machine", result.machine()));
        line(text, Words.text("about.load", result.rate()));
        line(text, Words.text("about.rounds", result.rounds()));
        line(text, Words.text("about.serving"));
        line(
                text,
                Words.text("about.control")
                        + ": "
                        + Words.text("requests", control.asked(), control.failed())
                        + ", "
                        + Words.text("times", control.percentile(50), control.percentile(99)));
        if (!result.counts()) {
            text.append("\n**").append(Words.text("busy")).append("**\n");
        }
        for (Part part : parts()) {
            text.append("\n## ").append(part.title()).append("\n\n");
            row(text, part.header());
            row(text, part.header().stream().map(h -> "---").toList());
            part.rows().forEach(r -> row(text, r));
        }
        text.append("\n## ").append(Words.text("wanted")).append("\n\n");
        text.append(
                        Words.text(
                                "wanted.text",
                                Words.share(BenchResult.DEPLOY_SHARE),
                                Words.share(BenchResult.ROLLBACK_SHARE),
                                Words.share(BenchResult.WARM_ROLLBACK_SHARE),
                                String.valueOf(BenchResult.OWN_SECONDS)))
                .append("\n\n");
        if (result.missed().isEmpty()) {
            text.append(Words.text("met")).append('\n');
        } else {
            text.append(Words.text("missed")).append("\n\n");
            result.missed().forEach(m -> line(text, m.lines().findFirst().orElse("")));
        }
        result.skipped()
                .forEach(
                        (name, why) ->
                                line(text, name + ": " + why.lines().findFirst().orElse("")));
        text.append("\n## ").append(Words.text("contestants")).append("\n");
        result.does()
                .forEach(
                        (name, lines) -> {
                            text.append("\n**").append(name).append("**\n\n");
                            lines.forEach(l -> text.append("    ").append(l).append('\n'));
                        });
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append("* ").append(line).append('\n');
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append('|');
        cells.forEach(c -> text.append(' ').append(c.replace("|", "\\|")).append(" |"));
        text.append('\n');
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parts.add(overview(Trial.Kind.DEPLOY));
        parts.add(overview(Trial.Kind.ROLLBACK));
        if (result.trials().stream().anyMatch(t -> t.kind() == Trial.Kind.BROKEN)) {
            parts.add(overview(Trial.Kind.BROKEN));
        }
        for (String product : result.products()) {
            for (Trial.Kind kind : Trial.Kind.values()) {
                result.middle(product, kind).ifPresent(t -> parts.addAll(where(t)));
            }
        }
        return parts;
    }

    private Part overview(Trial.Kind kind) {
        List<List<String>> rows = new ArrayList<>();
        for (String name : result.does().keySet()) {
            List<Trial> all = result.of(name, kind);
            if (all.isEmpty()) {
                continue;
            }
            int asked = all.stream().mapToInt(t -> t.traffic().asked()).sum();
            int failed = all.stream().mapToInt(t -> t.traffic().failed()).sum();
            Optional<Double> ratio = result.ratio(name, kind);
            rows.add(
                    List.of(
                            name,
                            result.spread(name, kind, Trial::seconds).show(1),
                            ratio.map(Words::share).orElse("-"),
                            result.serving(name, kind).show(1),
                            result.servingRatio(name, kind).map(Words::share).orElse("-"),
                            Words.text("of", failed, asked),
                            String.valueOf(all.stream().mapToInt(t -> t.traffic().again()).sum()),
                            result.spread(name, kind, t -> t.traffic().longestGapMillis()).show(0),
                            result.spread(name, kind, t -> t.done().connections()).show(0),
                            result.spread(name, kind, t -> t.done().dockerCommands()).show(0),
                            all.stream().allMatch(t -> t.done().ok())
                                    ? Words.text("ended.ok")
                                    : Words.text("ended.failed"),
                            all.stream().allMatch(Trial::answersAfter)
                                    ? Words.text("yes")
                                    : Words.text("no")));
        }
        return new Part(
                Words.of(kind),
                List.of(
                        Words.text("column.way"),
                        Words.text("column.seconds"),
                        Words.text("column.ratio"),
                        Words.text("column.serving"),
                        Words.text("column.ratio"),
                        Words.text("column.failed"),
                        Words.text("column.again"),
                        Words.text("column.gap"),
                        Words.text("column.ssh"),
                        Words.text("column.docker"),
                        Words.text("column.ended"),
                        Words.text("column.answers")),
                rows);
    }

    /** Where the seconds of one trial went, and its slowest commands. */
    private static List<Part> where(Trial trial) {
        List<List<String>> rows = new ArrayList<>();
        trial.phases().forEach(p -> rows.add(times(p.title(), p.time())));
        rows.add(times(Words.text("sum"), trial.time()));
        List<List<String>> slow = new ArrayList<>();
        trial.slowest(SLOWEST)
                .forEach(s -> slow.add(List.of(Words.seconds(s.seconds()), s.label())));
        String which = trial.contestant() + ", " + Words.of(trial.kind());
        return List.of(
                new Part(
                        Words.text("where", which),
                        List.of(
                                Words.text("column.phase"),
                                Words.text("column.seconds"),
                                Words.text("column.in.docker"),
                                Words.text("column.other"),
                                Words.text("column.none")),
                        rows),
                new Part(
                        Words.text("slowest", which),
                        List.of(Words.text("column.seconds"), Words.text("column.command")),
                        slow));
    }

    private static List<String> times(String title, TimeSpent time) {
        return List.of(
                title,
                Words.seconds(time.seconds()),
                Words.seconds(time.docker()),
                Words.seconds(time.other()),
                Words.seconds(time.none()));
    }
}
