package io.jenkins.plugins.erp.test;

import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.report.Coverage;
import io.jenkins.plugins.erp.report.TestSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came of the tests.
 *
 * @param image that was tested
 * @param suites in the order of erp.yaml
 * @param coverage over all suites together; empty: not measured
 * @param gates what is missing to the coverage asked for, one line each; none: passed
 * @param seconds wall time, services included
 */
public record TestResult(
        String image,
        List<SuiteResult> suites,
        Optional<Coverage> coverage,
        List<String> gates,
        double seconds)
        implements OperationResult {

    /** Copies the lists. */
    public TestResult {
        suites = List.copyOf(suites);
        gates = List.copyOf(gates);
    }

    @Override
    public Outcome outcome() {
        boolean passed =
                !suites.isEmpty()
                        && suites.stream().allMatch(s -> s.status() == SuiteResult.Status.PASSED);
        return passed && gates.isEmpty() ? Outcome.DONE : Outcome.FAILED;
    }

    /** All suites together. */
    public TestSummary total() {
        return suites.stream().map(SuiteResult::tests).reduce(TestSummary.EMPTY, TestSummary::plus);
    }

    @Override
    public String summary() {
        TestSummary all = total();
        List<String> parts = new ArrayList<>();
        parts.add(all.passed() + " of " + all.tests() + " tests passed");
        if (all.failures() > 0) {
            parts.add(all.failures() + " failed");
        }
        if (all.errors() > 0) {
            parts.add(all.errors() + " broke");
        }
        if (all.skipped() > 0) {
            parts.add(all.skipped() + " skipped");
        }
        List<String> broken =
                suites.stream()
                        .filter(s -> s.status() == SuiteResult.Status.ERROR)
                        .map(SuiteResult::name)
                        .toList();
        if (!broken.isEmpty()) {
            parts.add("could not be run in full: " + String.join(", ", broken));
        }
        coverage.filter(c -> c.linePercent().isPresent())
                .ifPresent(
                        c ->
                                parts.add(
                                        String.format(
                                                Locale.ROOT,
                                                "coverage %.1f %%",
                                                c.linePercent().getAsDouble())));
        parts.addAll(gates);
        return String.join(", ", parts);
    }

    @Override
    public Map<String, Object> toMap() {
        TestSummary all = total();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("outcome", outcome().name());
        map.put("summary", summary());
        map.put("image", image);
        map.put("tests", all.tests());
        map.put("passed", all.passed());
        map.put("failed", all.failures());
        map.put("errors", all.errors());
        map.put("skipped", all.skipped());
        map.put("seconds", seconds);
        map.put("suites", suites.stream().map(SuiteResult::toMap).toList());
        Map<String, Object> covered = new LinkedHashMap<>();
        coverage.ifPresent(
                c -> {
                    c.linePercent().ifPresent(p -> covered.put("lines", p));
                    c.branchPercent().ifPresent(p -> covered.put("branches", p));
                });
        map.put("coverage", covered);
        map.put("gates", gates);
        map.put("junit", TestFiles.JUNIT + "/*.xml");
        return map;
    }
}
