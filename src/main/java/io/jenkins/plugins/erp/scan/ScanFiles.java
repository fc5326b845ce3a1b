package io.jenkins.plugins.erp.scan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.jenkins.plugins.erp.operation.Workspace;
import io.jenkins.plugins.erp.report.SarifWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** The files a scan leaves in the workspace. */
final class ScanFiles {
    static final String SARIF = "reports/erp/scan.sarif";
    static final String FINDINGS = "reports/erp/findings.json";

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ScanFiles() {}

    static void write(Workspace workspace, ScanResult result)
            throws IOException, InterruptedException {
        List<SarifWriter.Run> runs = new ArrayList<>();
        for (ToolReport tool : result.tools()) {
            List<String> notes = new ArrayList<>(tool.notes());
            tool.trouble().ifPresent(notes::add);
            runs.add(
                    new SarifWriter.Run(
                            tool.tool(),
                            tool.status() == ToolReport.Status.DONE,
                            notes,
                            tool.findings(),
                            result.known()));
        }
        StringWriter sarif = new StringWriter();
        SarifWriter.write(sarif, runs);
        workspace.write(SARIF, sarif + "\n");
        workspace.write(FINDINGS, JSON.writeValueAsString(result.toMap(Integer.MAX_VALUE)) + "\n");
    }
}
