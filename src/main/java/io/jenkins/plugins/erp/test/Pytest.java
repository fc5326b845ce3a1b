package io.jenkins.plugins.erp.test;

import io.jenkins.plugins.erp.config.TestConfig;
import io.jenkins.plugins.erp.report.TestSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How pytest is called, and what its end means. Pure. Exit codes: pytest's own documentation. */
final class Pytest {
    private static final Pattern PERCENT = Pattern.compile("\\[\\s*(\\d{1,3})%]\\s*$");
    private static final int TAIL = 20;

    private Pytest() {}

    /**
     * Arguments for {@code python3}.
     *
     * @param measure whether coverage is measured
     */
    static List<String> arguments(
            String name, TestConfig.Suite suite, TestConfig.Coverage coverage, boolean measure) {
        List<String> argv =
                new ArrayList<>(
                        List.of(
                                "-m",
                                "pytest",
                                "--junit-xml=" + TestFiles.IN_JUNIT,
                                "-o",
                                "junit_suite_name=" + name,
                                // the image's directories need not be writable
                                "-o",
                                "cache_dir=/tmp/erp-pytest-cache",
                                "--color=no"));
        if (measure) {
            // without a value the project's own settings say what is measured
            argv.add(coverage.source().map(s -> "--cov=" + s).orElse("--cov"));
            // reports are made, and judged, over all suites together
            argv.add("--cov-report=");
            argv.add("--cov-fail-under=0");
            if (coverage.branches().isPresent()) {
                argv.add("--cov-branch");
            }
        }
        argv.addAll(suite.args());
        argv.addAll(suite.paths());
        return argv;
    }

    /** Variables for a suite's container besides the system's own. */
    static Map<String, String> environment() {
        return Map.of(
                "COVERAGE_FILE", TestFiles.IN_COVERAGE,
                "PYTHONDONTWRITEBYTECODE", "1",
                "PYTHONUNBUFFERED", "1");
    }

    /** How far a run is, in percent, when a line tells. */
    static Optional<Integer> progress(String line) {
        Matcher match = PERCENT.matcher(line);
        return match.find() ? Optional.of(Integer.parseInt(match.group(1))) : Optional.empty();
    }

    /**
     * What a run's end means.
     *
     * @param exitCode of pytest
     * @param report what its report says; empty when there is none that can be read
     * @param unread why there is none
     * @param tail its last lines
     */
    static SuiteResult judge(
            String name,
            int exitCode,
            Optional<TestSummary> report,
            String unread,
            List<String> tail,
            double seconds) {
        TestSummary tests = report.orElse(TestSummary.EMPTY);
        Optional<String> trouble = trouble(exitCode, report, unread);
        SuiteResult.Status status;
        if (trouble.isPresent()) {
            status = SuiteResult.Status.ERROR;
        } else {
            status = tests.clean() ? SuiteResult.Status.PASSED : SuiteResult.Status.FAILED;
        }
        return new SuiteResult(
                name, status, exitCode, tests, trouble.map(t -> t + lines(tail)), seconds);
    }

    private static Optional<String> trouble(
            int exitCode, Optional<TestSummary> report, String unread) {
        switch (exitCode) {
            case 0:
                if (report.isEmpty()) {
                    return Optional.of("pytest passed, but its report cannot be read: " + unread);
                }
                return report.get().tests() == 0
                        ? Optional.of("pytest passed without running a single test")
                        : Optional.empty();
            case 1:
                if (report.isEmpty()) {
                    return Optional.of(
                            "pytest ended with 1, and there is no report to read (" + unread + ")");
                }
                return report.get().clean()
                        ? Optional.of(
                                "pytest ended with 1, but its report names no failure: a plugin may"
                                        + " have failed the run")
                        : Optional.empty();
            case 2:
                int broken = report.map(TestSummary::collectionErrors).orElse(0);
                return Optional.of(
                        broken > 0
                                ? broken
                                        + (broken == 1 ? " test file" : " test files")
                                        + " could not be loaded, so pytest ran no test"
                                : "pytest was interrupted (exit code 2)");
            case 3:
                return Optional.of("pytest broke with an internal error (exit code 3)");
            case 4:
                return Optional.of(
                        "pytest was called wrongly (exit code 4): see test: suites in erp.yaml");
            case 5:
                return Optional.of(
                        "pytest found no test (exit code 5): do args and paths of the suite in"
                                + " erp.yaml match any, and are the tests in the image?");
            case 137:
                return Optional.of(
                        "the container was killed (exit code 137): out of memory, or by hand");
            default:
                return Optional.of("pytest ended with the unknown exit code " + exitCode);
        }
    }

    /** The last lines, for people. */
    static String lines(List<String> tail) {
        StringBuilder text = new StringBuilder();
        for (String line : tail.subList(Math.max(0, tail.size() - TAIL), tail.size())) {
            text.append("\n    | ")
                    .append(line.length() > 300 ? line.substring(0, 300) + "..." : line);
        }
        return text.toString();
    }
}
