package io.jenkins.plugins.erp.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.report.Finding;
import io.jenkins.plugins.erp.report.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FindingsOfAScanTest {

    private static Finding at(String rule, int line, String message) {
        return new Finding(
                "flake8",
                rule,
                Severity.MEDIUM,
                Optional.of("a.py"),
                line,
                1,
                message,
                List.of(),
                "",
                "");
    }

    private static Finding vulnerability(
            String tool, String id, Severity severity, String subject, String... aliases) {
        return new Finding(
                tool, id, severity, Optional.empty(), 0, 0, "bad", List.of(aliases), subject, "");
    }

    private static Fingerprints.Lines source(String... lines) {
        return (file, line) ->
                line <= lines.length ? Optional.of(lines[line - 1]) : Optional.empty();
    }

    @Test
    void aFingerprintSurvivesLinesAbove() throws Exception {
        Finding before =
                Fingerprints.add(List.of(at("F401", 1, "unused")), source("import os")).get(0);
        Finding after =
                Fingerprints.add(
                                List.of(at("F401", 3, "unused")),
                                source("# new", "", "  import os"))
                        .get(0);

        assertThat(after.fingerprint()).isEqualTo(before.fingerprint()).hasSize(32);
    }

    @Test
    void anotherLineRuleOrFileIsAnotherFinding() throws Exception {
        List<Finding> all =
                Fingerprints.add(
                        List.of(
                                at("F401", 1, "unused"),
                                at("F811", 1, "unused"),
                                at("F401", 2, "unused"),
                                at("F401", 1, "unused").withFile("b.py")),
                        source("import os", "import re"));

        assertThat(all).extracting(Finding::fingerprint).doesNotHaveDuplicates();
    }

    @Test
    void equalLinesInOneFileAreCounted() throws Exception {
        List<Finding> all =
                Fingerprints.add(
                        List.of(at("E722", 1, "bare except"), at("E722", 2, "bare except")),
                        source("except:", "except:"));

        assertThat(all).extracting(Finding::fingerprint).doesNotHaveDuplicates();
    }

    @Test
    void aBaselineIsReadBackAndRefusedWhenBroken() throws Exception {
        List<Finding> findings =
                Fingerprints.add(List.of(at("F401", 1, "unused")), source("import os"));
        String text = Baseline.write(findings);

        assertThat(Baseline.parse("b.json", text).knows(findings.get(0))).isTrue();
        assertThat(Baseline.EMPTY.knows(findings.get(0))).isFalse();
        for (String broken : List.of("", "[]", "{}", text.substring(0, 40), "{\"version\":2}")) {
            assertThatThrownBy(() -> Baseline.parse("b.json", broken))
                    .as(broken)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("b.json");
        }
    }

    @Test
    void oneVulnerabilityToldByTwoToolsIsOne() {
        List<Finding> kept =
                Doubles.remove(
                        List.of(
                                vulnerability(
                                        "pip-audit", "PYSEC-1", Severity.HIGH, "Py_Yaml", "CVE-1"),
                                vulnerability(
                                        "safety", "404", Severity.CRITICAL, "py-yaml", "CVE-1"),
                                vulnerability("safety", "405", Severity.LOW, "other", "CVE-1")));

        assertThat(kept).extracting(Finding::rule).containsExactly("PYSEC-1", "405");
        assertThat(kept.get(0).aliases()).containsExactly("CVE-1", "404");
        assertThat(kept.get(0).severity()).isEqualTo(Severity.CRITICAL);
    }

    private static ScanResult result(Severity failOn, Set<String> known, ToolReport... tools) {
        return new ScanResult(List.of(tools), failOn, known);
    }

    private static ToolReport tool(ToolReport.Status status, Finding... findings) {
        return new ToolReport(
                "bandit",
                "here",
                status,
                List.of(findings),
                status == ToolReport.Status.DONE ? Optional.empty() : Optional.of("crashed"),
                List.of(),
                1);
    }

    @Test
    void theGateLooksAtSeverityAndBaseline() {
        Finding medium = at("F401", 1, "unused").withFingerprint("f");
        ToolReport done = tool(ToolReport.Status.DONE, medium);

        assertThat(result(Severity.HIGH, Set.of(), done).outcome()).isEqualTo(Outcome.DONE);
        assertThat(result(Severity.MEDIUM, Set.of(), done).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result(Severity.MEDIUM, Set.of("f"), done).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void aToolThatDidNotDoItsWorkFailsWhateverTheGate() {
        for (ToolReport.Status status :
                List.of(ToolReport.Status.MISSING, ToolReport.Status.ERROR)) {
            ScanResult result = result(Severity.CRITICAL, Set.of(), tool(status));

            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.summary()).contains("not scanned in full by: bandit");
            assertThat(String.join("\n", ScanConsole.table(result))).doesNotContain("clean");
        }
    }
}
