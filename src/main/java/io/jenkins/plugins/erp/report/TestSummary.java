package io.jenkins.plugins.erp.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a test report says.
 *
 * @param suites how many there are
 * @param tests how many cases there are, whatever became of them
 * @param failures cases whose check failed
 * @param errors cases that broke before or after their check; collection errors among them
 * @param collectionErrors files that could not even be loaded
 * @param skipped cases left out, expected failures among them
 * @param expectedFailures cases marked to fail that did
 * @param seconds the sum over all cases
 * @param problems failures and errors one by one, in the order of the report, at most {@link
 *     #MAX_PROBLEMS}
 * @param slowest cases, slowest first, at most {@link #MAX_SLOWEST}
 */
public record TestSummary(
        int suites,
        int tests,
        int failures,
        int errors,
        int collectionErrors,
        int skipped,
        int expectedFailures,
        double seconds,
        List<Case> problems,
        List<Case> slowest) {

    /** Problems kept one by one. */
    public static final int MAX_PROBLEMS = 500;

    /** Cases kept as the slowest. */
    public static final int MAX_SLOWEST = 10;

    /** Nothing at all. */
    public static final TestSummary EMPTY =
            new TestSummary(0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of());

    /** Copies the lists. */
    public TestSummary {
        problems = List.copyOf(problems);
        slowest = List.copyOf(slowest);
    }

    /** What became of a case. */
    public enum Status {
        PASSED,
        SKIPPED,
        FAILED,
        ERROR,
        /** its file could not be loaded */
        NOT_COLLECTED
    }

    /**
     * One case.
     *
     * @param className dotted name of module and class; may be ""
     * @param name of the test, parameters included
     * @param seconds it took
     * @param status what became of it
     * @param message one or few lines, at most 1000 characters
     * @param details the trace, at most 16000 characters
     * @param file where it broke, where the report tells
     * @param line from 1, or 0
     */
    public record Case(
            String className,
            String name,
            double seconds,
            Status status,
            String message,
            String details,
            Optional<String> file,
            int line) {

        /** Class and name as one. */
        public String title() {
            return className.isEmpty() ? name : className + "." + name;
        }

        /** "file:line", or "". */
        public String place() {
            return file.map(f -> line > 0 ? f + ":" + line : f).orElse("");
        }
    }

    /** Cases that passed. */
    public int passed() {
        return Math.max(0, tests - failures - errors - skipped);
    }

    /** Whether nothing failed and nothing broke. */
    public boolean clean() {
        return failures == 0 && errors == 0;
    }

    /** Both together. */
    public TestSummary plus(TestSummary other) {
        List<Case> allProblems = new ArrayList<>(problems);
        allProblems.addAll(other.problems);
        List<Case> allSlowest = new ArrayList<>(slowest);
        allSlowest.addAll(other.slowest);
        allSlowest.sort(Comparator.comparingDouble(Case::seconds).reversed());
        return new TestSummary(
                suites + other.suites,
                tests + other.tests,
                failures + other.failures,
                errors + other.errors,
                collectionErrors + other.collectionErrors,
                skipped + other.skipped,
                expectedFailures + other.expectedFailures,
                seconds + other.seconds,
                allProblems.subList(0, Math.min(allProblems.size(), MAX_PROBLEMS)),
                allSlowest.subList(0, Math.min(allSlowest.size(), MAX_SLOWEST)));
    }
}
