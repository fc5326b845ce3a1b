package io.jenkins.plugins.erp.runner.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.load.Traffic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole demo on the simulated host. */
class DemoTest {
    @TempDir Path state;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void english() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    private DemoRecord demo(String breaking) throws Exception {
        return new Demo(
                        new SimPlace(state, Optional.empty()),
                        new DemoOptions(
                                Path.of("").toAbsolutePath(),
                                Optional.ofNullable(breaking),
                                Map.of(
                                        "PATH", System.getenv("PATH"),
                                        "HOME", state.toString(),
                                        "GIT_COMMIT", "of another working copy")),
                        (level, line) -> lines.add(line))
                .run();
    }

    @Test
    void goesForthAndBackWithoutAFailedRequest() throws Exception {
        DemoRecord record = demo(null);
        assertThat(record.outcome()).isEqualTo(Outcome.DONE);
        assertThat(record.operations())
                .extracting(Recorder.Done::name)
                .containsSubsequence("build", "deploy", "build", "deploy", "rollback");
        assertThat(record.traffic().asked()).isPositive();
        assertThat(record.traffic().failed()).isZero();
        assertThat(record.answer()).isEqualTo("200");
        List<?> entries = (List<?>) record.releases().get("entries");
        String first = String.valueOf(((Map<?, ?>) entries.get(0)).get("release"));
        assertThat(record.releases().get("current")).isEqualTo(first);
        assertThat(lines.get(0)).contains("SIMULATION");

        String html = HtmlReport.of(record);
        assertThat(html)
                .contains("SIMULATION", "Switch web", first, "prefers-color-scheme", "lang=\"en\"")
                .doesNotContain("http://", "https://", "<script", "src=");
        Locale.setDefault(Locale.SIMPLIFIED_CHINESE);
        assertThat(HtmlReport.of(record)).contains("lang=\"zh-CN\"", "阶段");
    }

    @ParameterizedTest
    @CsvSource({"image,1", "migration,1", "health,1", "config,2"})
    void aBadReleaseIsStoppedAndTheOldOneServes(String kind, int exitCode) throws Exception {
        DemoRecord record = demo(kind);
        assertThat(record.outcome().exitCode()).isEqualTo(exitCode);
        assertThat(record.asIntended()).isTrue();
        assertThat(record.answer()).isEqualTo("200");
        assertThat(record.traffic().failed()).isZero();
        assertThat(record.failure()).isPresent();
    }

    @Test
    void textOfOthersIsNeverMarkup() {
        DemoRecord record =
                new DemoRecord(
                        java.time.Instant.EPOCH,
                        java.time.Duration.ZERO,
                        Outcome.FAILED,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        List.of(
                                new Recorder.Done(
                                        "deploy",
                                        0,
                                        10,
                                        "FAILED",
                                        Map.of(),
                                        "<script>alert(1)</script>")),
                        Traffic.Report.of(
                                List.of(
                                        new Traffic.Sample(0, "GET", 200, 5),
                                        new Traffic.Sample(50, "GET", 502, 5)),
                                List.of("GET /: 502 <b>bad</b>")),
                        Map.of(),
                        "<i>",
                        Optional.of("<img src=x>"));
        assertThat(HtmlReport.of(record)).doesNotContain("<script>", "<b>bad", "<i>", "<img");
    }
}
