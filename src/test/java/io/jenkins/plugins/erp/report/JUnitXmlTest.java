package io.jenkins.plugins.erp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.report.TestSummary.Case;
import io.jenkins.plugins.erp.report.TestSummary.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JUnitXmlTest {

    @Test
    void countsCasesAndNotAttributes() throws Exception {
        TestSummary summary = JUnitXml.read("x.xml", Samples.open("junit-xunit2.xml"));

        // the attribute says tests="9": pytest counts a failed teardown twice
        assertThat(summary.tests()).isEqualTo(8);
        assertThat(summary.passed()).isEqualTo(3);
        assertThat(summary.failures()).isEqualTo(1);
        assertThat(summary.errors()).isEqualTo(2);
        assertThat(summary.skipped()).isEqualTo(2);
        assertThat(summary.expectedFailures()).isEqualTo(1);
        assertThat(summary.clean()).isFalse();
    }

    @Test
    void tellsMessageTraceAndPlaceOfAFailure() throws Exception {
        TestSummary summary = JUnitXml.read("x.xml", Samples.open("junit-xunit2.xml"));

        Case failure = summary.problems().get(0);
        assertThat(failure.title()).isEqualTo("orders.tests.test_orders.test_total");
        assertThat(failure.status()).isEqualTo(Status.FAILED);
        assertThat(failure.message())
                .isEqualTo("AssertionError: sum & <tax>\nassert 41 == 42\n +  where 41 = total()");
        assertThat(failure.details()).startsWith("def test_total():").contains("E  ");
        assertThat(failure.place()).isEqualTo("orders/tests/test_orders.py:6");
    }

    @Test
    void readsTheOlderFamilyAlike() throws Exception {
        TestSummary old = JUnitXml.read("x.xml", Samples.open("junit-xunit1.xml"));
        TestSummary now = JUnitXml.read("x.xml", Samples.open("junit-xunit2.xml"));

        assertThat(old.problems()).extracting(Case::place).containsAll(places(now));
        assertThat(old.tests()).isEqualTo(now.tests());
    }

    private static Iterable<String> places(TestSummary summary) {
        return summary.problems().stream().map(Case::place).toList();
    }

    @Test
    void knowsACollectionErrorAndItsOwnFile() throws Exception {
        TestSummary summary = JUnitXml.read("x.xml", Samples.open("junit-collection.xml"));

        assertThat(summary.collectionErrors()).isEqualTo(1);
        assertThat(summary.errors()).isEqualTo(3);
        Case broken = summary.problems().get(0);
        assertThat(broken.status()).isEqualTo(Status.NOT_COLLECTED);
        // not /usr/lib/.../importlib, which the trace names first
        assertThat(broken.place()).isEqualTo("orders/tests/test_broken.py:1");
    }

    @Test
    void theProjectsOwnPlaceBeatsTheLibraryThatRaised() throws Exception {
        String xml =
                "<testsuite><testcase name='a'><failure message='m'>orders/a.py:7: in f\n"
                        + "/usr/lib/python3/x.py:99: ValueError</failure></testcase></testsuite>";

        assertThat(JUnitXml.read("x", Samples.of(xml)).problems().get(0).place())
                .isEqualTo("orders/a.py:7");
    }

    @Test
    void aCutOffReportIsAnErrorWithItsPlace() {
        assertThatThrownBy(() -> JUnitXml.read("r.xml", Samples.open("junit-truncated.xml")))
                .isInstanceOfSatisfying(
                        ReportException.class, e -> assertThat(e.line()).isEqualTo(4))
                .hasMessageStartingWith("r.xml:4:1: not readable as XML (cut off or malformed): ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "pytest: no tests ran", "<html></html>", "{}"})
    void whatIsNoReportIsAnError(String text) {
        assertThatThrownBy(() -> JUnitXml.read("r.xml", Samples.of(text)))
                .isInstanceOf(ReportException.class)
                .hasMessageStartingWith("r.xml:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"junit-bomb.xml", "junit-xxe.xml"})
    void aDocumentTypeIsRefused(String sample) {
        assertThatThrownBy(() -> JUnitXml.read("r.xml", Samples.open(sample)))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("document type declaration is not accepted");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "<testsuite>".repeat(65);

        assertThatThrownBy(() -> JUnitXml.read("r.xml", Samples.of(deep)))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("nested deeper than 64");
    }

    @Test
    void aNumberThatIsNoneIsAnErrorWithItsPlace() {
        assertThatThrownBy(
                        () ->
                                JUnitXml.read(
                                        "r.xml",
                                        Samples.of(
                                                "<testsuite>\n<testcase name='a' time='soon'/>")))
                .hasMessage("r.xml:2:33: attribute time is not a number: \"soon\"");
    }

    @Test
    void longTracesAreCut() throws Exception {
        String xml =
                "<testsuite><testcase name='a'><failure>"
                        + "x".repeat(100_000)
                        + "</failure></testcase></testsuite>";

        Case one = JUnitXml.read("r", Samples.of(xml)).problems().get(0);

        assertThat(one.details().length()).isLessThan(16_100);
        assertThat(one.message().length()).isLessThan(1_100);
    }

    @Test
    void keepsTheSlowestFirstAndAddsUp() throws Exception {
        StringBuilder xml = new StringBuilder("<testsuite>");
        for (int i = 0; i < 30; i++) {
            xml.append("<testcase name='t" + i + "' time='" + i + ".5'/>");
        }
        TestSummary one = JUnitXml.read("r", Samples.of(xml + "</testsuite>"));

        assertThat(one.slowest()).hasSize(10);
        assertThat(one.slowest().get(0).name()).isEqualTo("t29");
        TestSummary both = one.plus(one);
        assertThat(both.tests()).isEqualTo(60);
        assertThat(both.slowest()).hasSize(10).allMatch(c -> c.seconds() > 24);
    }
}
