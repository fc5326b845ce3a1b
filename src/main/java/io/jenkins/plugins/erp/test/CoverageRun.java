package io.jenkins.plugins.erp.test;

import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.OneOffContainer;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.report.Coverage;
import io.jenkins.plugins.erp.report.CoverageJson;
import io.jenkins.plugins.erp.report.ReportException;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Joins the suites' coverage data and makes the reports, in the image: there the sources are. */
final class CoverageRun {
    private static final String IN_DATA = "/tmp/erp-coverage-data";

    /** A fixed text: nothing from outside is pasted into it. */
    private static final String SCRIPT =
            "python3 -m coverage combine --keep "
                    + IN_DATA
                    + " && python3 -m coverage xml -i --fail-under=0 -o /tmp/erp-coverage.xml"
                    + " && python3 -m coverage json -i --fail-under=0 -o /tmp/erp-coverage.json";

    private CoverageRun() {}

    /**
     * coverage.py takes files of a directory for data when they are named like its own, and more.
     */
    static String dataFile(String suite) {
        return "erp-coverage." + suite;
    }

    /**
     * The coverage over all suites.
     *
     * @param data directory in the workspace with one file a suite, named like it
     * @return empty when it could not be worked out; a warning has been printed
     */
    static Optional<Coverage> run(OperationContext context, Containers containers, String data)
            throws ShellException, IOException, InterruptedException {
        if (context.workspace().find(data + "/*").isEmpty()) {
            context.console().warn("No suite left coverage data behind");
            return Optional.empty();
        }
        Output details = context.console().output("coverage | ");
        OneOffContainer container =
                containers.create(
                        "coverage",
                        "none",
                        Map.of("COVERAGE_FILE", TestFiles.IN_COVERAGE, "HOME", "/tmp"),
                        Optional.of("0:0"), // the copied data are root's
                        "sh",
                        List.of("-c", SCRIPT));
        context.shell()
                .run(
                        DockerCommands.copyTo(
                                context.workspace().path() + "/" + data, container.name(), IN_DATA),
                        details)
                .orThrow();
        CommandResult made =
                context.shell()
                        .run(
                                container.startAttached(
                                        io.jenkins.plugins.erp.shell.Command.DEFAULT_TIMEOUT),
                                details);
        if (!made.ok()) {
            context.console().warn("Coverage could not be worked out:" + Pytest.lines(made.tail()));
            return Optional.empty();
        }
        containers.fetch(container, "/tmp/erp-coverage.xml", TestFiles.COVERAGE_XML);
        if (!containers.fetch(container, "/tmp/erp-coverage.json", TestFiles.COVERAGE_JSON)) {
            context.console().warn("coverage.py made no report");
            return Optional.empty();
        }
        try (InputStream in = context.workspace().open(TestFiles.COVERAGE_JSON)) {
            return Optional.of(CoverageJson.read(TestFiles.COVERAGE_JSON, in));
        } catch (ReportException e) {
            context.console().warn("Coverage cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }
}
