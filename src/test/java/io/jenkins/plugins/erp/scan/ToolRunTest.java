package io.jenkins.plugins.erp.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.report.Finding;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.CommandTimedOutException;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.ProgramMissingException;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolRunTest {

    /** Answers like a tool. */
    private interface Answering {
        CommandResult run(List<String> argv, Output output) throws ShellException;
    }

    private static ToolReport run(String tool, Answering answering) throws Exception {
        Place place =
                new Place() {
                    @Override
                    public String label() {
                        return "image x:1";
                    }

                    @Override
                    public String root() {
                        return "/erp-scan";
                    }

                    @Override
                    public boolean image() {
                        return true;
                    }

                    @Override
                    public CommandResult run(
                            Scanner scanner, List<String> argv, Duration timeout, Output output)
                            throws ShellException {
                        return answering.run(argv, output);
                    }

                    @Override
                    public void close() {}
                };
        return new ToolRun(Console.NONE, Duration.ofSeconds(5))
                .run(
                        Scanners.named(List.of(tool)).get(0),
                        place,
                        new Scanner.Target(List.of("."), true, false, List.of()));
    }

    private static CommandResult ended(int code, String stdout, String... tail) {
        return new CommandResult(
                Command.of("x"), "here", code, stdout, List.of(tail), Duration.ofSeconds(1));
    }

    @Test
    void pathsAreRelativeToTheRoot() throws Exception {
        ToolReport report =
                run(
                        "isort",
                        (argv, output) -> {
                            output.line(
                                    Output.Stream.STDERR,
                                    "ERROR: /erp-scan/orders/a.py Imports are incorrectly sorted"
                                            + " and/or formatted.");
                            return ended(1, "");
                        });

        assertThat(report.status()).isEqualTo(ToolReport.Status.DONE);
        assertThat(report.findings()).extracting(Finding::place).containsExactly("orders/a.py");
    }

    @Test
    void theEnginesWordsForAMissingProgramAreUnderstood() throws Exception {
        String said =
                "OCI runtime exec failed: exec failed: unable to start container process: exec:"
                        + " \"bandit\": executable file not found in $PATH: unknown";

        assertThat(run("bandit", (argv, output) -> ended(126, said)).status())
                .isEqualTo(ToolReport.Status.MISSING);
        assertThat(run("bandit", (argv, output) -> ended(127, said)).status())
                .isEqualTo(ToolReport.Status.MISSING);
        assertThat(
                        run(
                                        "bandit",
                                        (argv, output) -> {
                                            throw new ProgramMissingException("bandit", "here");
                                        })
                                .status())
                .isEqualTo(ToolReport.Status.MISSING);
    }

    @Test
    void whatCannotBeReadIsAnErrorWithTheLastLines() throws Exception {
        ToolReport report =
                run("bandit", (argv, output) -> ended(0, "{\"results\": [", "no space left"));

        assertThat(report.status()).isEqualTo(ToolReport.Status.ERROR);
        assertThat(report.trouble().orElseThrow())
                .contains("printed what cannot be read: bandit's output:1:14")
                .endsWith("    | no space left");
    }

    @Test
    void outOfTimeIsAnError() throws Exception {
        ToolReport report =
                run(
                        "black",
                        (argv, output) -> {
                            throw new CommandTimedOutException("black took too long");
                        });

        assertThat(report.status()).isEqualTo(ToolReport.Status.ERROR);
        assertThat(report.trouble().orElseThrow()).contains("stopped after 5 s");
    }

    @Test
    void theArchiveLeavesSecretsAndOldReportsOut() {
        assertThat(ImagePlace.pack("/w/reports/x.tar", "/w").argv())
                .startsWith("tar", "-cf", "/w/reports/x.tar")
                .contains("--exclude=./.env", "--exclude=./.git", "--exclude=./reports")
                .endsWith(".");
    }
}
