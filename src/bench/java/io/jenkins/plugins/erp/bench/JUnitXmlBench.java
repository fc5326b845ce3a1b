package io.jenkins.plugins.erp.bench;

import io.jenkins.plugins.erp.report.JUnitXml;
import io.jenkins.plugins.erp.report.ReportException;
import io.jenkins.plugins.erp.report.TestSummary;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Our JUnit reader against the bare StAX token stream of the same report, side by side. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class JUnitXmlBench {
    private static final int CASES = 20_000;

    private byte[] report;

    /** Makes a report of 20,000 cases, one in a hundred failed. */
    @Setup
    public void makeReport() {
        StringBuilder xml =
                new StringBuilder("<testsuites><testsuite name=\"pytest\" tests=\"")
                        .append(CASES)
                        .append("\">");
        for (int i = 0; i < CASES; i++) {
            xml.append("<testcase classname=\"orders.tests.test_views\" name=\"test_case_")
                    .append(i);
            xml.append("\" time=\"0.012\">");
            if (i % 100 == 0) {
                xml.append(
                        "<failure message=\"assert 1 == 2\">orders/tests/test_views.py:12: AssertionError</failure>");
            }
            xml.append("</testcase>");
        }
        report =
                xml.append("</testsuite></testsuites>").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What we do: counted, failures kept, limits held. */
    @Benchmark
    public TestSummary ours() throws ReportException {
        return JUnitXml.read("report.xml", new ByteArrayInputStream(report));
    }

    /** The floor: every token asked for, nothing kept. */
    @Benchmark
    public int bareTokens() throws XMLStreamException {
        XMLStreamReader reader =
                XMLInputFactory.newFactory()
                        .createXMLStreamReader(new ByteArrayInputStream(report));
        int tokens = 0;
        while (reader.hasNext()) {
            reader.next();
            tokens++;
        }
        reader.close();
        return tokens;
    }
}
