package io.jenkins.plugins.erp.test;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.report.Coverage;
import io.jenkins.plugins.erp.report.Coverage.FileCoverage;
import io.jenkins.plugins.erp.report.TestSummary.Case;
import io.jenkins.plugins.erp.text.Messages;
import io.jenkins.plugins.erp.text.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a person reads of the tests. */
final class TestConsole {
    private static final int FAILURES = 10;
    private static final int TRACE_HEAD = 14;
    private static final int TRACE_TAIL = 8;
    private static final int FILES = 5;

    private TestConsole() {}

    static void print(Console console, TestResult result) {
        for (SuiteResult suite : result.suites()) {
            suite.trouble()
                    .ifPresent(
                            t -> {
                                console.error("");
                                lines(console, "Suite " + suite.name() + ": " + t);
                            });
            failures(console, suite);
        }
        console.info("");
        table(result).forEach(console::info);
        result.coverage().ifPresent(c -> coverage(console, c, result));
        result.gates().forEach(g -> console.error("Gate: " + g));
        console.info("");
        if (result.outcome() == Outcome.DONE) {
            console.good("Tests passed: " + result.summary());
        } else {
            console.error("Tests failed: " + result.summary());
            console.info("Reports are in " + TestFiles.JUNIT);
        }
    }

    private static void failures(Console console, SuiteResult suite) {
        List<Case> problems = suite.tests().problems();
        for (Case one : problems.subList(0, Math.min(FAILURES, problems.size()))) {
            console.error("");
            console.error(
                    word(one)
                            + " "
                            + suite.name()
                            + ": "
                            + one.title()
                            + (one.place().isEmpty() ? "" : "  (" + one.place() + ")"));
            one.message().lines().limit(6).forEach(l -> console.error("    " + l));
            trace(one.details()).forEach(l -> console.error("    | " + l));
        }
        int more = suite.tests().failures() + suite.tests().errors() - FAILURES;
        if (more > 0) {
            console.error("");
            console.error("... " + more + " more in " + TestFiles.junit(suite.name()));
        }
    }

    private static String word(Case one) {
        switch (one.status()) {
            case FAILED:
                return "FAILED";
            case NOT_COLLECTED:
                return "NOT LOADED";
            default:
                return "BROKEN";
        }
    }

    /** The first lines, and the last, where pytest says what was wrong and where. */
    static List<String> trace(String details) {
        List<String> all = details.lines().toList();
        if (all.size() <= TRACE_HEAD + TRACE_TAIL) {
            return all;
        }
        List<String> shown = new ArrayList<>(all.subList(0, TRACE_HEAD));
        shown.add("... " + (all.size() - TRACE_HEAD - TRACE_TAIL) + " lines left out");
        shown.addAll(all.subList(all.size() - TRACE_TAIL, all.size()));
        return shown;
    }

    static List<String> table(TestResult result) {
        TextTable table =
                new TextTable(
                        text("table.suite"),
                        text("table.status"),
                        ">" + text("table.tests"),
                        ">" + text("table.passed"),
                        ">" + text("table.failed"),
                        ">" + text("table.errors"),
                        ">" + text("table.skipped"),
                        ">" + text("table.seconds"));
        for (SuiteResult suite : result.suites()) {
            table.row(
                    suite.name(),
                    text("status." + suite.status().name().toLowerCase(Locale.ROOT)),
                    Integer.toString(suite.tests().tests()),
                    Integer.toString(suite.tests().passed()),
                    Integer.toString(suite.tests().failures()),
                    Integer.toString(suite.tests().errors()),
                    Integer.toString(suite.tests().skipped()),
                    String.format(Locale.ROOT, "%.1f", suite.seconds()));
        }
        return table.lines();
    }

    private static void coverage(Console console, Coverage coverage, TestResult result) {
        console.info(
                "Coverage: "
                        + (coverage.linePercent().isPresent()
                                ? String.format(
                                        Locale.ROOT,
                                        "%.1f %% of lines (%d of %d)",
                                        coverage.linePercent().getAsDouble(),
                                        coverage.lines().covered(),
                                        coverage.lines().total())
                                : "no line was measured")
                        + (coverage.branchPercent().isPresent()
                                ? String.format(
                                        Locale.ROOT,
                                        ", %.1f %% of branches",
                                        coverage.branchPercent().getAsDouble())
                                : ", branches not measured"));
        if (!result.gates().isEmpty()) {
            coverage.files().stream()
                    .filter(f -> f.lines().covered() < f.lines().total())
                    .sorted(
                            Comparator.<FileCoverage>comparingLong(
                                            f -> f.lines().total() - f.lines().covered())
                                    .reversed())
                    .limit(FILES)
                    .forEach(
                            f ->
                                    console.info(
                                            String.format(
                                                    Locale.ROOT,
                                                    "    %4d lines not run in %s (%.0f %% run)",
                                                    f.lines().total() - f.lines().covered(),
                                                    f.path(),
                                                    f.lines().percent().orElse(0))));
        }
    }

    private static void lines(Console console, String text) {
        text.lines().forEach(console::error);
    }

    private static String text(String key) {
        return Messages.of(TestConsole.class, key);
    }
}
