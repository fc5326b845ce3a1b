package io.jenkins.plugins.erp.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.FilePath;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.CommandTimedOutException;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.ProgramMissingException;
import io.jenkins.plugins.erp.shell.SecretMasker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentShellTest {
    @TempDir Path workspace;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private RealProcessLauncher launcher;
    private AgentShell shell;

    @BeforeEach
    void makeShell() {
        launcher = new RealProcessLauncher();
        shell =
                new AgentShell(
                        launcher,
                        new FilePath(workspace.toFile()),
                        Map.of("NODE_NAME", "linux-1", "FROM_PIPELINE", "yes"),
                        () -> SecretMasker.of(List.of("s3cr3t-value")),
                        "step-id",
                        pool);
    }

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    @Test
    void everyWordArrivesAsItIs() throws Exception {
        CommandResult result =
                shell.run(Command.of("printf", "%s|", "two words", "$HOME", "$$", "'\";rm -rf /"));

        assertThat(result.exitCode()).isZero();
        assertThat(result.stdout()).isEqualTo("two words|$HOME|$$|'\";rm -rf /|");
        assertThat(result.where()).isEqualTo("agent linux-1");
    }

    @Test
    void variablesOfThePipelineAndOfTheCommandArriveWithTheMarks() throws Exception {
        CommandResult result =
                shell.run(
                        Command.of(
                                        "sh",
                                        "-c",
                                        "echo $FROM_PIPELINE $MINE $ERP_STEP_ID $ERP_COMMAND_ID")
                                .withEnv("MINE", "too$HOME$$"));

        assertThat(result.stdout()).isEqualTo("yes too$HOME$$ step-id step-id-1\n");
    }

    @Test
    void aCommandIsTwoCallsToTheAgentWhateverItReadsAndPrints() throws Exception {
        shell.run(
                Command.of("sh", "-c", "cat; seq 1000; echo bad >&2")
                        .withStdin("x".repeat(100_000)));

        assertThat(launcher.calls).containsExactly("launch", "join");
    }

    @Test
    void standardInputArrivesAndJenkinsPrintsNoCommand() throws Exception {
        CommandResult result = shell.run(Command.of("cat").withStdin("by stdin"));

        assertThat(result.stdout()).isEqualTo("by stdin");
        assertThat(launcher.started).allMatch(s -> s.quiet());
        assertThat(launcher.started.get(0).cmds()).doesNotContain("by stdin");
    }

    @Test
    void aRelativeDirectoryIsTakenFromTheWorkspace() throws Exception {
        Files.createDirectory(workspace.resolve("sub"));

        assertThat(shell.run(Command.of("pwd").in("sub")).stdout().strip())
                .isEqualTo(workspace.resolve("sub").toRealPath().toString());
    }

    @Test
    void linesAreMaskedAndToldApart() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        Output output = (stream, line) -> lines.add(stream + " " + line);

        CommandResult result =
                shell.run(
                        Command.of("sh", "-c", "echo a s3cr3t-value; echo bad >&2; exit 3"),
                        output);

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(lines).containsExactlyInAnyOrder("STDOUT a ****", "STDERR bad");
        assertThat(result.tail()).noneMatch(l -> l.contains("s3cr3t-value"));
    }

    @Test
    void aMissingProgramIsSaidByName() {
        assertThatThrownBy(() -> shell.run(Command.of("no-such-program-here", "x")))
                .isInstanceOf(ProgramMissingException.class)
                .hasMessageContaining("no-such-program-here")
                .hasMessageContaining("agent linux-1");
    }

    @Test
    void aProgramIsLookedForOnThePathOfThePipelinesPlace() throws Exception {
        Path tools = Files.createDirectory(workspace.resolve("tools"));
        Path tool = Files.writeString(tools.resolve("erp-tool"), "#!/bin/sh\necho \"$1\" here\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        AgentShell there =
                shell.withEnvironment(Map.of("PATH", tools + ":" + System.getenv("PATH")));

        assertThat(there.run(Command.of("erp-tool", "a=b $HOME")).stdout())
                .isEqualTo("a=b $HOME here\n");
        assertThatThrownBy(() -> there.run(Command.of("no-such-program-here", "x")))
                .isInstanceOf(ProgramMissingException.class)
                .hasMessageContaining("no-such-program-here");
        assertThat(there.run(Command.of("sh", "-c", "exit 127")).exitCode()).isEqualTo(127);
    }

    @Test
    void aTimeLimitEndsTheCommandAndAllItsChildren() {
        Command slow =
                Command.of("sh", "-c", "echo begun; sleep 600")
                        .withTimeout(Duration.ofMillis(1500));

        assertThatThrownBy(() -> shell.run(slow))
                .isInstanceOf(CommandTimedOutException.class)
                .hasMessageContaining("begun");
        assertThat(launcher.killed).containsExactly(Map.of("ERP_COMMAND_ID", "step-id-1"));
    }

    @Test
    void anInterruptEndsTheCommandAndAllItsChildren() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Future<?> running =
                pool.submit(
                        () -> {
                            try {
                                return shell.run(
                                        Command.of("sh", "-c", "echo begun; sleep 600"),
                                        (stream, line) -> begun.countDown());
                            } finally {
                                ended.countDown();
                            }
                        });
        begun.await();

        running.cancel(true);
        ended.await();

        assertThat(launcher.killed).containsExactly(Map.of("ERP_COMMAND_ID", "step-id-1"));
    }

    @Test
    void whatTheStepLeftRunningIsFoundByItsMark() throws Exception {
        shell.killAll();

        assertThat(launcher.killed).containsExactly(Map.of("ERP_STEP_ID", "step-id"));
    }
}
