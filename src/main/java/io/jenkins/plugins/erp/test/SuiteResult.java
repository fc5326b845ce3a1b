package io.jenkins.plugins.erp.test;

import io.jenkins.plugins.erp.report.TestSummary;
import io.jenkins.plugins.erp.report.TestSummary.Case;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came of one suite.
 *
 * @param name as in erp.yaml
 * @param status how it ended
 * @param exitCode pytest's own, or -1 when it did not end by itself
 * @param tests what its report says; {@link TestSummary#EMPTY} where there is none
 * @param trouble why it could not be run to its end, with its own last lines; empty when it was
 * @param seconds wall time, the container's start included
 */
public record SuiteResult(
        String name,
        Status status,
        int exitCode,
        TestSummary tests,
        Optional<String> trouble,
        double seconds) {
    private static final int IN_MAP = 50;

    /** How a suite ended. */
    public enum Status {
        /** at least one test, and all passed */
        PASSED,
        /** tests failed or broke */
        FAILED,
        /** it could not be run to its end, or there is no report to believe */
        ERROR
    }

    /** One line: "12 passed, 1 failed, 2 skipped in 3.4 s". */
    public String line() {
        List<String> parts = new ArrayList<>();
        parts.add(tests.passed() + " passed");
        if (tests.failures() > 0) {
            parts.add(tests.failures() + " failed");
        }
        if (tests.errors() > 0) {
            parts.add(tests.errors() + (tests.errors() == 1 ? " error" : " errors"));
        }
        if (tests.skipped() > 0) {
            parts.add(tests.skipped() + " skipped");
        }
        return String.join(", ", parts) + String.format(Locale.ROOT, " in %.1f s", seconds);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("status", status.name().toLowerCase(Locale.ROOT));
        map.put("tests", tests.tests());
        map.put("passed", tests.passed());
        map.put("failed", tests.failures());
        map.put("errors", tests.errors());
        map.put("skipped", tests.skipped());
        map.put("seconds", seconds);
        trouble.ifPresent(t -> map.put("trouble", t));
        map.put(
                "problems",
                tests.problems().stream().limit(IN_MAP).map(SuiteResult::problem).toList());
        return map;
    }

    private static Map<String, Object> problem(Case one) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("test", one.title());
        map.put("status", one.status().name().toLowerCase(Locale.ROOT));
        map.put("place", one.place());
        map.put("message", one.message());
        return map;
    }
}
