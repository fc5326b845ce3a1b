package io.jenkins.plugins.erp.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.operation.SampleProject;
import io.jenkins.plugins.erp.report.Finding;
import io.jenkins.plugins.erp.report.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample ERP scanned with the tools of its own test image, on the real engine. */
class ScanOperationIT {
    private static final String ERP_YAML =
            """
            app: sample_erp
            image: sample_erp
            scan: {tools: [flake8, black, isort, bandit], failOn: high, baseline: baseline.json}
            """;

    @TempDir static Path directory;
    private static SampleProject sample;

    @BeforeAll
    static void build() throws Exception {
        sample = SampleProject.copy(directory, "scan");
        sample.build();
    }

    @AfterAll
    static void remove() throws Exception {
        if (sample != null) {
            sample.close();
        }
    }

    @BeforeEach
    void clean() throws Exception {
        Files.deleteIfExists(sample.file("orders/planted.py"));
        Files.deleteIfExists(sample.file("baseline.json"));
    }

    private static ScanRequest request(Severity failOn, boolean update, String... tools) {
        return new ScanRequest(
                List.of(tools), Optional.of(sample.image()), Optional.of(failOn), update);
    }

    @Test
    void theSampleIsCleanAtHigh() throws Exception {
        ScanResult result =
                new ScanOperation().run(request(Severity.HIGH, false), sample.context(ERP_YAML));

        assertThat(result.broken()).as(sample.console()).isEmpty();
        assertThat(result.outcome()).as(sample.console()).isEqualTo(Outcome.DONE);
        assertThat(sample.leftOver("erp-scan-")).isEmpty();
    }

    @Test
    void plantedFaultsAreFoundGatedAndKnownOnceInTheBaseline() throws Exception {
        OperationContext context = sample.context(ERP_YAML);
        sample.plant(
                "orders/planted.py",
                """
                import os, subprocess

                password = 'tr0ub4dor'


                def run(x):
                    return subprocess.call(x, shell=True), undefined_name
                """);

        ScanResult result = new ScanOperation().run(request(Severity.HIGH, false), context);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.broken()).as(sample.console()).isEmpty();
        assertThat(result.findings())
                .filteredOn(f -> f.file().orElse("").equals("orders/planted.py"))
                .extracting(Finding::rule)
                .contains("B105", "B602", "F401", "F821", "format", "imports");
        assertThat(sample.console())
                .contains("orders/planted.py:3")
                .contains("Scan failed")
                .doesNotContain("tr0ub4dor");
        assertThat(Files.readString(sample.file("reports/erp/findings.json")))
                .doesNotContain("tr0ub4dor");
        JsonNode sarif =
                new ObjectMapper().readTree(sample.file("reports/erp/scan.sarif").toFile());
        assertThat(sarif.at("/runs")).hasSize(4);

        new ScanOperation().run(request(Severity.LOW, true), context);
        sample.plant(
                "orders/planted.py",
                "\n\n# moved down\n" + Files.readString(sample.file("orders/planted.py")));
        ScanResult later = new ScanOperation().run(request(Severity.MEDIUM, false), context);
        assertThat(later.outcome()).as(later.fresh().toString()).isEqualTo(Outcome.DONE);
        assertThat(later.known()).isNotEmpty();
    }

    @Test
    void aToolThatIsNotThereIsAnErrorAndNotClean() throws Exception {
        OperationContext context = sample.context(ERP_YAML);

        ScanResult result =
                new ScanOperation().run(request(Severity.CRITICAL, false, "safety"), context);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.tools().get(0).status()).isEqualTo(ToolReport.Status.MISSING);
        assertThat(sample.console()).contains("safety is installed neither in " + sample.image());
    }

    @Test
    void aFileThatCannotBeParsedIsAnErrorOfTheToolsThatNeedIt() throws Exception {
        OperationContext context = sample.context(ERP_YAML);
        sample.plant("orders/planted.py", "def (:\n");

        ScanResult result = new ScanOperation().run(request(Severity.CRITICAL, false), context);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.broken()).extracting(ToolReport::tool).contains("black", "bandit");
        assertThat(sample.console()).contains("orders/planted.py");
    }
}
