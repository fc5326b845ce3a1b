package io.jenkins.plugins.erp.jenkins.pages;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One operation as a page shows it: the parts of its result, whatever kind it is of.
 *
 * @param entry the operation
 * @param number its place in the build, from 1; names its part of the page
 */
public record OperationView(OperationEntry entry, int number) {
    private static final List<String> SEVERITIES =
            List.of("critical", "high", "medium", "low", "info");
    private static final int TOP = 25;

    /** All of a build. */
    static List<OperationView> of(List<OperationEntry> entries) {
        List<OperationView> views = new ArrayList<>();
        for (OperationEntry entry : entries) {
            views.add(new OperationView(entry, views.size() + 1));
        }
        return views;
    }

    /** Whether it changes what runs. */
    public boolean release() {
        return changes(entry);
    }

    /** Whether an operation changes what runs. */
    static boolean changes(OperationEntry entry) {
        return entry.kind().equals("deploy") || entry.kind().equals("rollback");
    }

    /** How it looks: success, warning, danger or info. */
    public String tone() {
        return tone(entry.outcome());
    }

    /** How an outcome looks. */
    static String tone(String outcome) {
        return switch (outcome) {
            case "DONE" -> "success";
            case "UNSTABLE", "ABORTED", "REFUSED" -> "warning";
            case "RUNNING" -> "info";
            default -> "danger";
        };
    }

    /** The time it took, for people; nothing while it runs. */
    public String took() {
        return entry.ended() ? Seconds.of(entry.seconds()) : "";
    }

    /** What is known of a deploy or a rollback, by the key of its label. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        put(facts, "fact.app", entry.app());
        put(facts, "fact.environment", entry.environment());
        put(facts, "fact.release", entry.release());
        put(facts, "fact.previous", entry.previous());
        put(facts, "fact.current", entry.current());
        Tree result = result();
        put(facts, "fact.image", result.text("image"));
        if (!result.text("pinned").equals(result.text("image"))) {
            put(facts, "fact.pinned", result.text("pinned"));
        }
        put(facts, "fact.commit", entry.commit());
        put(facts, "fact.actor", entry.actor());
        if (entry.kind().equals("build")) {
            put(facts, "fact.tags", String.join(", ", result.texts("tags")));
            double size = result.number("size");
            put(
                    facts,
                    "fact.size",
                    size > 0 ? String.format(Locale.ROOT, "%.1f MB", size / 1e6) : "");
            if (result.number("steps") > 0) {
                facts.put("fact.cached", result.count("cached") + " / " + result.count("steps"));
            }
        }
        put(facts, "fact.commands", result.text("dockerCommands"));
        return facts;
    }

    /** The plan along time; without bars where there was none. */
    public Timeline timeline() {
        return Timeline.of(result().list("phases"));
    }

    /**
     * One host of a deploy or a rollback.
     *
     * @param host its address
     * @param lead whether it went first
     * @param outcome name of the outcome
     * @param took for people
     * @param current release that serves there
     * @param failure why it failed there
     * @param state in words
     * @param timeline its own phases
     */
    public record HostRow(
            String host,
            boolean lead,
            String outcome,
            String took,
            String current,
            String failure,
            String state,
            Timeline timeline) {
        /** How its outcome looks. */
        public String tone() {
            return OperationView.tone(outcome);
        }
    }

    /** Each host of a deploy or a rollback; those of which only a state is known come last. */
    public List<HostRow> hosts() {
        if (!release()) {
            return List.of();
        }
        Map<String, String> states = new LinkedHashMap<>(result().in("hosts").plain());
        List<HostRow> rows = new ArrayList<>();
        for (Tree one : result().list("hostResults")) {
            String state = states.remove(one.text("host"));
            rows.add(
                    new HostRow(
                            one.text("host"),
                            one.flag("lead"),
                            one.text("outcome"),
                            Seconds.of(one.number("seconds")),
                            one.text("current"),
                            one.text("failure"),
                            state == null ? "" : state,
                            Timeline.of(one.list("phases"))));
        }
        Timeline none = Timeline.of(List.of());
        states.forEach(
                (host, state) -> rows.add(new HostRow(host, false, "", "", "", "", state, none)));
        return rows;
    }

    /** Names of the migrations that ran. */
    public List<String> migrations() {
        return result().texts("migrationsApplied");
    }

    /**
     * One host's health.
     *
     * @param host its address
     * @param passed whether it is healthy
     * @param rounds asked
     * @param consecutive rounds in a row that passed
     * @param took for people
     * @param probes of the last round
     */
    public record HealthHost(
            String host,
            boolean passed,
            int rounds,
            int consecutive,
            String took,
            List<Probe> probes) {
        /** Copies. */
        public HealthHost {
            probes = List.copyOf(probes);
        }
    }

    /**
     * One probe.
     *
     * @param name what was asked
     * @param status PASS, FAIL or SKIP
     * @param detail what was found
     * @param millis the answer took
     */
    public record Probe(String name, String status, String detail, int millis) {}

    /** Health of each host. */
    public List<HealthHost> health() {
        if (!entry.kind().equals("health")) {
            return List.of();
        }
        return result().list("hosts").stream()
                .map(
                        h ->
                                new HealthHost(
                                        h.text("host"),
                                        h.flag("passed"),
                                        h.count("rounds"),
                                        h.count("consecutive"),
                                        Seconds.of(h.number("seconds")),
                                        h.list("probes").stream()
                                                .map(
                                                        p ->
                                                                new Probe(
                                                                        p.text("name"),
                                                                        p.text("status"),
                                                                        p.text("detail"),
                                                                        p.count("millis")))
                                                .toList()))
                .toList();
    }

    /**
     * What a scan found.
     *
     * @param total findings
     * @param fresh those that are not in the baseline
     * @param failing those bad enough to fail
     * @param failOn mildest severity that fails
     * @param counts of the fresh ones by severity, worst first
     * @param top the first of them, worst first
     * @param more that are not shown
     * @param troubles of tools that did not do their work
     */
    public record Findings(
            int total,
            int fresh,
            int failing,
            String failOn,
            Map<String, Integer> counts,
            List<Row> top,
            int more,
            List<String> troubles) {
        /** Copies. */
        public Findings {
            counts = new LinkedHashMap<>(counts);
            top = List.copyOf(top);
            troubles = List.copyOf(troubles);
        }

        /**
         * One finding.
         *
         * @param severity in lower case
         * @param tool that found it
         * @param rule its name
         * @param place file and line, or the package
         * @param message in words
         * @param known whether the baseline has it
         */
        public record Row(
                String severity,
                String tool,
                String rule,
                String place,
                String message,
                boolean known) {}
    }

    /** What a scan found; null for other kinds and before its end. */
    public Findings findings() {
        Tree result = result();
        if (!entry.kind().equals("scan") || !result.has("counts")) {
            return null;
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, String> given = result.in("counts").plain();
        for (String severity : SEVERITIES) {
            if (given.containsKey(severity)) {
                counts.put(severity, result.in("counts").count(severity));
            }
        }
        given.keySet().forEach(s -> counts.putIfAbsent(s, result.in("counts").count(s)));
        List<Findings.Row> rows =
                result.list("findings").stream().limit(TOP).map(OperationView::finding).toList();
        List<String> troubles =
                result.list("tools").stream()
                        .filter(t -> t.has("trouble"))
                        .map(t -> t.text("tool") + ": " + t.text("trouble"))
                        .toList();
        return new Findings(
                result.count("total"),
                result.count("new"),
                result.count("failing"),
                result.text("failOn"),
                counts,
                rows,
                Math.max(0, result.count("total") - rows.size()),
                troubles);
    }

    private static Findings.Row finding(Tree one) {
        String file = one.text("file");
        String line = one.text("line");
        String place = file.isEmpty() ? one.text("subject") : file;
        return new Findings.Row(
                one.text("severity"),
                one.text("tool"),
                one.text("rule"),
                file.isEmpty() || line.isEmpty() ? place : place + ":" + line,
                one.text("message"),
                one.flag("known"));
    }

    /**
     * What came of the tests.
     *
     * @param tests how many
     * @param passed how many
     * @param failed how many, errors included
     * @param skipped how many
     * @param lines covered, percent, or nothing
     * @param branches covered, percent, or nothing
     * @param gates what is missing
     * @param suites one row each
     * @param problems the first tests that did not pass
     */
    public record Tests(
            int tests,
            int passed,
            int failed,
            int skipped,
            String lines,
            String branches,
            List<String> gates,
            List<Suite> suites,
            List<Problem> problems) {
        /** Copies. */
        public Tests {
            gates = List.copyOf(gates);
            suites = List.copyOf(suites);
            problems = List.copyOf(problems);
        }

        /** Part of the tests that passed, in per mille, for a bar. */
        public int passedPart() {
            return part(passed);
        }

        /** Part of the tests that failed, in per mille, for a bar. */
        public int failedPart() {
            return part(failed);
        }

        private int part(int some) {
            return tests == 0 ? 0 : (int) Math.round(some * 1_000.0 / tests);
        }
    }

    /**
     * One suite.
     *
     * @param name as in erp.yaml
     * @param status passed, failed or error
     * @param tests how many
     * @param passed how many
     * @param failed how many, errors included
     * @param skipped how many
     * @param took for people
     * @param trouble why it could not be run
     */
    public record Suite(
            String name,
            String status,
            int tests,
            int passed,
            int failed,
            int skipped,
            String took,
            String trouble) {}

    /**
     * One test that did not pass.
     *
     * @param test its name
     * @param status failed or error
     * @param place in the sources
     * @param message of the tool
     */
    public record Problem(String test, String status, String place, String message) {}

    /** What came of the tests; null for other kinds and before their end. */
    public Tests tests() {
        Tree result = result();
        if (!entry.kind().equals("test") || !result.has("tests")) {
            return null;
        }
        List<Suite> suites = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Tree suite : result.list("suites")) {
            suites.add(
                    new Suite(
                            suite.text("name"),
                            suite.text("status"),
                            suite.count("tests"),
                            suite.count("passed"),
                            suite.count("failed") + suite.count("errors"),
                            suite.count("skipped"),
                            Seconds.of(suite.number("seconds")),
                            suite.text("trouble")));
            suite.list("problems").stream()
                    .limit(TOP - problems.size())
                    .forEach(
                            p ->
                                    problems.add(
                                            new Problem(
                                                    p.text("test"),
                                                    p.text("status"),
                                                    p.text("place"),
                                                    p.text("message"))));
        }
        return new Tests(
                result.count("tests"),
                result.count("passed"),
                result.count("failed") + result.count("errors"),
                result.count("skipped"),
                percent(result.in("coverage"), "lines"),
                percent(result.in("coverage"), "branches"),
                result.texts("gates"),
                suites,
                problems);
    }

    private static String percent(Tree coverage, String key) {
        return coverage.has(key) ? String.format(Locale.ROOT, "%.1f %%", coverage.number(key)) : "";
    }

    /**
     * Where to go back to: the release that ran before, if this deploy made another current and
     * there was one; or nothing. From a rollback the way on is a deploy.
     */
    public String rollbackTo() {
        return entry.kind().equals("deploy")
                        && release()
                        && entry.succeeded()
                        && !entry.previous().isEmpty()
                        && !entry.previous().equals(entry.current())
                ? entry.previous()
                : "";
    }

    private Tree result() {
        return Tree.of(entry.result());
    }

    private static void put(Map<String, String> facts, String key, String value) {
        if (!value.isEmpty()) {
            facts.put(key, value);
        }
    }
}
