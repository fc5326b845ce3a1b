package io.jenkins.plugins.erp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.report.Coverage.FileCoverage;
import io.jenkins.plugins.erp.report.Coverage.Ratio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {

    @Test
    void bothFormatsOfTheSameRunSayTheSame() throws Exception {
        Coverage xml = CoberturaXml.read("c.xml", Samples.open("cobertura-branches.xml"));
        Coverage json = CoverageJson.read("c.json", Samples.open("coverage-v3.json"));

        assertThat(xml.lines()).isEqualTo(new Ratio(6, 8)).isEqualTo(json.lines());
        assertThat(xml.branches()).contains(new Ratio(1, 4)).isEqualTo(json.branches());
        assertThat(xml.linePercent()).hasValue(75.0);
        assertThat(xml.branchPercent()).hasValue(25.0);
        assertThat(xml.files()).containsAll(json.files());
    }

    @Test
    void aFileWithoutLinesIsNotWholeAndNotNothing() throws Exception {
        Coverage xml = CoberturaXml.read("c.xml", Samples.open("cobertura-branches.xml"));

        FileCoverage empty = xml.files().get(0);
        assertThat(empty.path()).isEqualTo("orders/__init__.py");
        assertThat(empty.lines().percent()).isEmpty();
    }

    @Test
    void branchRateZeroWithBranchesOffIsNotMeasured() throws Exception {
        Coverage xml = CoberturaXml.read("c.xml", Samples.open("cobertura-lines.xml"));

        assertThat(xml.branches()).isEmpty();
        assertThat(xml.branchPercent()).isEmpty();
        assertThat(xml.linePercent()).hasValue(50.0);
    }

    @Test
    void theFirstJsonFormatHasNoVersionAndNoBranches() throws Exception {
        Coverage json = CoverageJson.read("c.json", Samples.open("coverage-v1.json"));

        assertThat(json.lines()).isEqualTo(new Ratio(3, 4));
        assertThat(json.branches()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "No data to report.", "{\"totals\": {}}"})
    void whatIsNoCoverageJsonIsAnError(String text) {
        assertThatThrownBy(() -> CoverageJson.read("c.json", Samples.of(text)))
                .isInstanceOf(ReportException.class)
                .hasMessageStartingWith("c.json:1:");
    }

    @Test
    void aCutOffReportIsAnError() {
        String whole = Samples.text("cobertura-branches.xml");
        String json = Samples.text("coverage-v3.json");

        assertThatThrownBy(() -> CoberturaXml.read("c", Samples.of(whole.substring(0, 900))))
                .isInstanceOf(ReportException.class);
        assertThatThrownBy(() -> CoverageJson.read("c", Samples.of(json.substring(0, 900))))
                .isInstanceOf(ReportException.class);
        // cut behind the totals, where every figure has already been seen
        assertThatThrownBy(
                        () ->
                                CoverageJson.read(
                                        "c", Samples.of(json.strip().replaceFirst("}$", ""))))
                .isInstanceOf(ReportException.class);
        assertThatThrownBy(() -> CoberturaXml.read("c", Samples.of("<testsuites/>")))
                .hasMessageContaining("not a Cobertura report: its root is <testsuites>");
    }
}
