package io.jenkins.plugins.erp.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.config.TestConfig;
import io.jenkins.plugins.erp.report.TestSummary;
import io.jenkins.plugins.erp.test.SuiteResult.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PytestTest {
    private static final TestConfig.Suite SUITE =
            new TestConfig.Suite(
                    List.of("-m", "not integration"),
                    List.of("orders/tests"),
                    false,
                    Duration.ofMinutes(5));

    private static TestSummary summary(int tests, int failures, int errors, int notCollected) {
        return new TestSummary(
                1, tests, failures, errors, notCollected, 0, 0, 1, List.of(), List.of());
    }

    private static SuiteResult judge(int code, TestSummary report) {
        return Pytest.judge(
                "unit", code, Optional.ofNullable(report), "it wrote none", List.of("last"), 1);
    }

    @Test
    void exactCall() {
        assertThat(
                        Pytest.arguments(
                                "unit",
                                SUITE,
                                new TestConfig.Coverage(80, Optional.of(50.0), Optional.empty()),
                                true))
                .containsExactly(
                        "-m",
                        "pytest",
                        "--junit-xml=/tmp/erp-junit.xml",
                        "-o",
                        "junit_suite_name=unit",
                        "-o",
                        "cache_dir=/tmp/erp-pytest-cache",
                        "--color=no",
                        "--cov",
                        "--cov-report=",
                        "--cov-fail-under=0",
                        "--cov-branch",
                        "-m",
                        "not integration",
                        "orders/tests");
        assertThat(
                        Pytest.arguments(
                                "unit",
                                SUITE,
                                new TestConfig.Coverage(0, Optional.empty(), Optional.of("orders")),
                                true))
                .contains("--cov=orders")
                .doesNotContain("--cov-branch");
        assertThat(
                        Pytest.arguments(
                                "unit",
                                SUITE,
                                new TestConfig.Coverage(0, Optional.empty(), Optional.empty()),
                                false))
                .noneMatch(w -> w.startsWith("--cov"));
    }

    @Test
    void codeAndReportTogetherDecide() {
        assertThat(judge(0, summary(3, 0, 0, 0)).status()).isEqualTo(Status.PASSED);
        assertThat(judge(1, summary(3, 1, 0, 0)).status()).isEqualTo(Status.FAILED);
        // a passing code does not hide a failure in the report
        assertThat(judge(0, summary(3, 1, 0, 0)).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void withoutAReportOrATestNothingHasPassed() {
        assertThat(judge(0, null).trouble())
                .hasValueSatisfying(t -> assertThat(t).contains("last"));
        assertThat(judge(0, null).status()).isEqualTo(Status.ERROR);
        assertThat(judge(0, summary(0, 0, 0, 0)).status()).isEqualTo(Status.ERROR);
        assertThat(judge(1, summary(3, 0, 0, 0)).status()).isEqualTo(Status.ERROR);
        assertThat(judge(5, summary(0, 0, 0, 0)).trouble())
                .hasValueSatisfying(t -> assertThat(t).contains("found no test"));
        for (int code : new int[] {1, 2, 3, 4, 5, 126, 127, 137, 139}) {
            assertThat(judge(code, null).status()).as("code %s", code).isEqualTo(Status.ERROR);
        }
    }

    @Test
    void aFileThatDoesNotLoadIsSaidSo() {
        assertThat(judge(2, summary(1, 0, 1, 1)).trouble())
                .hasValueSatisfying(
                        t -> assertThat(t).startsWith("1 test file could not be loaded"));
    }

    @Test
    void progressIsReadFromPytestsLines() {
        assertThat(Pytest.progress("tests/test_a.py ...F.        [ 42%]")).contains(42);
        assertThat(Pytest.progress("tests/test_a.py::x PASSED [100%]")).contains(100);
        assertThat(Pytest.progress("100% of nothing")).isEmpty();
    }
}
