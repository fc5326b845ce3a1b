package io.jenkins.plugins.erp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FindingsTest {

    @Test
    void bandit() throws Exception {
        Findings report = BanditJson.read("b.json", Samples.open("bandit.json"));

        assertThat(report.found()).extracting(Finding::rule).containsExactly("B105", "B602");
        Finding password = report.found().get(0);
        assertThat(password.place()).isEqualTo("config/settings.py:4:12");
        assertThat(password.severity()).isEqualTo(Severity.LOW);
        assertThat(report.found().get(1).place()).isEqualTo("orders/tasks.py:9");
        assertThat(report.found().get(1).severity()).isEqualTo(Severity.HIGH);
        assertThat(report.unread())
                .containsExactly("orders/broken.py: syntax error while parsing AST from file");
    }

    @Test
    void thePasswordThatBanditFoundIsNotPassedOn() throws Exception {
        Findings report = BanditJson.read("b.json", Samples.open("bandit.json"));

        assertThat(report.toString()).doesNotContain("tr0ub4dor").contains("(not shown)");
    }

    @Test
    void flake8() throws Exception {
        Findings report = StyleText.flake8(Samples.text("flake8.txt"));

        assertThat(report.found())
                .extracting(Finding::rule, Finding::place, Finding::severity)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "F401", "orders/models.py:3:1", Severity.MEDIUM),
                        org.assertj.core.groups.Tuple.tuple(
                                "E501", "orders/models.py:12:80", Severity.LOW),
                        org.assertj.core.groups.Tuple.tuple(
                                "F821", "orders/views.py:7:12", Severity.HIGH),
                        org.assertj.core.groups.Tuple.tuple(
                                "E999", "orders/broken.py:1:5", Severity.HIGH));
        assertThat(report.unread()).hasSize(1).first().asString().startsWith("gone.py: FileNot");
    }

    @Test
    void black() throws Exception {
        Findings report = StyleText.black(Samples.text("black.txt"));

        assertThat(report.found())
                .extracting(Finding::place)
                .containsExactly("orders/models.py", "/app/orders/a b.py");
        assertThat(report.unread()).containsExactly("orders/broken.py: Cannot parse: 1:4: def (:");
    }

    @Test
    void isort() throws Exception {
        assertThat(StyleText.isort(Samples.text("isort.txt")).found())
                .extracting(Finding::place)
                .containsExactly("/app/orders/models.py", "/app/orders/views.py");
    }

    @Test
    void pipAudit() throws Exception {
        Findings report = PipAuditJson.read("p.json", Samples.open("pip-audit.json"));

        assertThat(report.found())
                .extracting(Finding::rule)
                .containsExactly("PYSEC-2021-98", "PYSEC-2099-1");
        Finding first = report.found().get(0);
        assertThat(first.severity()).isEqualTo(Severity.HIGH);
        assertThat(first.aliases()).containsExactly("CVE-2021-31542", "GHSA-rxjp-mfm9-w4wr");
        assertThat(first.message())
                .isEqualTo("django 3.2.1: Directory traversal by uploaded files.; fixed in 3.2.2");
        assertThat(report.found().get(1).message())
                .isEqualTo("django 3.2.1; no fixed version known");
        assertThat(report.notes()).hasSize(1).first().asString().contains("erp-private");
        assertThat(
                        PipAuditJson.read(
                                        "p.json",
                                        Samples.of(
                                                "[{\"name\":\"a\",\"version\":\"1\",\"vulns\":[{\"id\":\"X-1\",\"fix_versions\":[]}]}]"))
                                .found())
                .extracting(Finding::rule)
                .containsExactly("X-1");
    }

    @Test
    void safetyInItsThreeFormats() throws Exception {
        Findings flat = SafetyJson.read("s.json", Samples.open("safety-0.5.json"));
        assertThat(flat.found()).extracting(Finding::rule).containsExactly("40404", "39525");
        assertThat(flat.found().get(1).message()).startsWith("jinja2 2.10: Regular expression");

        Findings check = SafetyJson.read("s.json", Samples.open("safety-1.1.json"));
        assertThat(check.found())
                .extracting(Finding::severity)
                .containsExactly(Severity.CRITICAL, Severity.HIGH);
        assertThat(check.found().get(0).aliases()).containsExactly("CVE-2021-31542");
        assertThat(check.found().get(1).aliases()).isEmpty();
        assertThat(check.notes()).containsExactly("ignored by safety's policy: 1 of pip");

        Findings scan = SafetyJson.read("s.json", Samples.open("safety-3.json"));
        assertThat(scan.found()).extracting(Finding::rule).containsExactly("40404");
        assertThat(scan.found().get(0).message())
                .isEqualTo("django 3.2.1: affected: <3.2.2; fixed in 3.2.25");
        assertThat(scan.notes()).hasSize(1).first().asString().contains("40405");
    }

    private interface Parser {
        Findings read(String file, InputStream in) throws ReportException;
    }

    static Stream<Arguments> parsers() {
        return Stream.of(
                Arguments.of((Parser) BanditJson::read, "bandit.json"),
                Arguments.of((Parser) PipAuditJson::read, "pip-audit.json"),
                Arguments.of((Parser) SafetyJson::read, "safety-0.5.json"),
                Arguments.of((Parser) SafetyJson::read, "safety-1.1.json"),
                Arguments.of((Parser) SafetyJson::read, "safety-3.json"));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void everyCutAndEveryStrayWordIsAnErrorAndNeverClean(Parser parser, String sample) {
        String whole = Samples.text(sample).strip();
        for (int cut = 0; cut < whole.length(); cut += 7) {
            String part = whole.substring(0, cut);
            assertThatThrownBy(() -> parser.read("r.json", Samples.of(part)))
                    .as("cut at %s", cut)
                    .isInstanceOf(ReportException.class);
        }
        for (String other : List.of("{}", "null", "0", "\"clean\"", "Traceback", whole + "x")) {
            assertThatThrownBy(() -> parser.read("r.json", Samples.of(other)))
                    .as(other)
                    .isInstanceOf(ReportException.class)
                    .hasMessageStartingWith("r.json:");
        }
    }

    @Test
    void deepJsonIsRefused() {
        assertThatThrownBy(
                        () -> BanditJson.read("b", Samples.of("{\"metrics\":" + "[".repeat(5_000))))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("depth");
    }

    @Test
    void aRepeatedKeyIsRefused() {
        assertThatThrownBy(
                        () -> BanditJson.read("b", Samples.of("{\"results\":[],\"results\":[]}")))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("Duplicate");
    }
}
