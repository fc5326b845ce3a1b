package io.jenkins.plugins.erp.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.operation.SampleProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample ERP's own suites on the real engine. */
class TestOperationIT {
    private static final String ERP_YAML =
            """
            app: sample_erp
            image: sample_erp
            compose: [docker-compose.prod.yml]
            requiredEnv: [DB_NAME, DB_USER, DB_PASSWORD, SECRET_KEY, JWT_SECRET_KEY, ALLOWED_HOSTS]
            test:
              target: test
              suites:
                unit: {args: [-m, unit], services: false}
                integration: {args: [-m, integration]}
                e2e: {args: [-m, e2e]}
                performance: {args: [-m, performance]}
              env: {ENVIRONMENT: test}
              coverage: {minimum: 50}
            """;

    @TempDir static Path directory;
    private static SampleProject sample;

    @BeforeAll
    static void build() throws Exception {
        sample = SampleProject.copy(directory, "tests");
        sample.plant(
                "tests/test_planted.py",
                """
                import pytest

                @pytest.mark.planted
                def test_the_sum_is_right():
                    total = 41
                    assert total == 42, "the sum is wrong"

                @pytest.mark.slow
                def test_that_never_ends():
                    import time
                    time.sleep(600)
                """);
        sample.plant(
                "pyproject.toml",
                Files.readString(sample.file("pyproject.toml"))
                        .replace("markers = [", "markers = [\"planted: fails\", \"slow: hangs\","));
        sample.build();
    }

    @AfterAll
    static void remove() throws Exception {
        if (sample != null) {
            sample.close();
        }
    }

    private static TestRequest request(String... suites) {
        return new TestRequest(List.of(suites), Optional.of(sample.image()), Optional.empty());
    }

    @Test
    void allSuitesPassAndNothingIsLeft() throws Exception {
        TestResult result = new TestOperation().run(request(), sample.context(ERP_YAML));

        assertThat(result.outcome()).as(sample.console()).isEqualTo(Outcome.DONE);
        assertThat(result.suites())
                .extracting(SuiteResult::name)
                .containsExactly("unit", "integration", "e2e", "performance");
        assertThat(result.suites()).allMatch(s -> s.tests().passed() > 0);
        assertThat(result.coverage().orElseThrow().linePercent().getAsDouble()).isGreaterThan(50);
        assertThat(sample.file("reports/erp/junit/e2e.xml")).isRegularFile();
        assertThat(Files.isWritable(sample.file("reports/erp/coverage.xml"))).isTrue();
        assertThat(sample.leftOver("erp-test-")).isEmpty();
        try (var files = Files.list(sample.file("reports/erp"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("junit", "coverage.xml", "coverage.json");
        }
    }

    @Test
    void aFailingTestFailsAndIsShownWithItsPlace() throws Exception {
        OperationContext context =
                sample.context(
                        """
                        app: sample_erp
                        image: sample_erp
                        compose: [docker-compose.prod.yml]
                        requiredEnv: [DB_NAME, DB_USER, DB_PASSWORD, SECRET_KEY, JWT_SECRET_KEY, ALLOWED_HOSTS]
                        test:
                          suites:
                            broken: {args: [-m, planted], services: false}
                            empty: {args: [-m, nothing_has_this], services: false}
                          coverage: {minimum: 99}
                        """);

        TestResult result = new TestOperation().run(request(), context);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(sample.console())
                .contains("FAILED broken: tests.test_planted.test_the_sum_is_right")
                .contains("tests/test_planted.py:6")
                .contains("the sum is wrong")
                .contains("pytest found no test (exit code 5)")
                .contains("below the 99 % wanted");
        assertThat(sample.leftOver("erp-test-")).isEmpty();
    }

    @Test
    void aSuiteOutOfTimeIsAnError() throws Exception {
        OperationContext context =
                sample.context(
                        """
                        app: sample_erp
                        image: sample_erp
                        compose: [docker-compose.prod.yml]
                        requiredEnv: [DB_NAME, DB_USER, DB_PASSWORD, SECRET_KEY, JWT_SECRET_KEY, ALLOWED_HOSTS]
                        test:
                          suites:
                            slow: {args: [-m, slow], services: false, timeout: 25s}
                        """);

        TestResult result = new TestOperation().run(request(), context);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(sample.console())
                .contains("was stopped after its 25 s")
                .contains("KeyboardInterrupt");
        assertThat(sample.leftOver("erp-test-")).isEmpty();
    }

    @Test
    void anImageThatIsNotThereIsRefused() throws Exception {
        OperationContext context = sample.context(ERP_YAML);

        assertThatThrownBy(
                        () ->
                                new TestOperation()
                                        .run(
                                                new TestRequest(
                                                        List.of(),
                                                        Optional.of("erp-it-none:1"),
                                                        Optional.empty()),
                                                context))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("the image erp-it-none:1 is not on")
                .hasMessageContaining("Build it first");
    }

    @Test
    void anAbortLeavesNothing() throws Exception {
        OperationContext context = sample.context(ERP_YAML);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread run =
                new Thread(
                        () -> {
                            try {
                                new TestOperation().run(request("integration"), context);
                            } catch (Exception e) {
                                thrown.set(e);
                            }
                        });
        run.start();
        long end = System.nanoTime() + 60_000_000_000L;
        while (sample.leftOver("erp-test-").lines().noneMatch(l -> l.contains("-db-"))
                && System.nanoTime() < end) {
            Thread.sleep(200);
        }

        run.interrupt();
        run.join(60_000);

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(sample.leftOver("erp-test-")).isEmpty();
    }
}
