package io.jenkins.plugins.erp.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalShellTest {
    @TempDir Path directory;
    private final LocalShell shell = new LocalShell();

    @Test
    void bothStreamsComeLineByLineAndStdoutIsKeptAsItWas() throws Exception {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        CommandResult result =
                shell.run(
                        Command.of(
                                "sh",
                                "-c",
                                "printf 'a\\r\\nb\\nc'; printf '10%%\\r20%%\\n' >&2; exit 3"),
                        (stream, line) -> lines.add(stream + " " + line));
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.stdout()).isEqualTo("a\r\nb\nc");
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        "STDOUT a", "STDOUT b", "STDOUT c", "STDERR 10%", "STDERR 20%");
    }

    @Test
    void standardInputIsFedWhileOutputIsRead() throws Exception {
        byte[] bytes = "0123456789abcdef".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        CommandResult result = shell.run(Command.of("cat").withStdin(bytes));
        assertThat(result.stdout().getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes);
        assertThat(shell.run(Command.of("true").withStdin(bytes)).ok()).isTrue();
    }

    @Test
    void malformedBytesAreReplacedAndTheTailIsTheLastFortyLines() throws Exception {
        assertThat(shell.run(Command.of("printf", "a\\377b\\303")).stdout())
                .isEqualTo("a\ufffdb\ufffd");
        List<String> tail = shell.run(Command.of("seq", "100")).tail();
        assertThat(tail).hasSize(40).startsWith("61").endsWith("100");
    }

    @Test
    void timeoutKillsChildrenThatDoNotListen() throws Exception {
        Path pid = directory.resolve("pid");
        Command command =
                Command.of(
                                "sh",
                                "-c",
                                "sh -c \"trap '' TERM; sleep 300\" & echo $! > "
                                        + pid
                                        + "; echo begun; wait")
                        .withTimeout(Duration.ofMillis(700));
        assertThatThrownBy(() -> shell.run(command))
                .isInstanceOf(CommandTimedOutException.class)
                .hasMessageContaining("0.7 s")
                .hasMessageContaining("| begun");
        assertThat(alive(pid)).isFalse();
    }

    @Test
    void interruptionKillsToo() throws Exception {
        Path pid = directory.resolve("pid");
        CountDownLatch begun = new CountDownLatch(1);
        List<Exception> thrown = Collections.synchronizedList(new ArrayList<>());
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                shell.run(
                                        Command.of(
                                                "sh",
                                                "-c",
                                                "sleep 300 & echo $! > "
                                                        + pid
                                                        + "; echo begun; wait"),
                                        (stream, line) -> begun.countDown());
                            } catch (ShellException | InterruptedException e) {
                                thrown.add(e);
                            }
                        });
        thread.start();
        begun.await();
        thread.interrupt();
        thread.join();
        assertThat(thrown).hasSize(1).first().isInstanceOf(InterruptedException.class);
        assertThat(alive(pid)).isFalse();
    }

    @Test
    void aDaemonLeftRunningIsNotWaitedFor() throws Exception {
        CommandResult result =
                shell.run(
                        Command.of("sh", "-c", "sleep 20 & echo done")
                                .withTimeout(Duration.ofSeconds(15)));
        assertThat(result.stdout()).isEqualTo("done\n");
        assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void missingProgramAndDirectoryAreSaid() {
        assertThatThrownBy(() -> shell.run(Command.of("no-such-program")))
                .isInstanceOf(ProgramMissingException.class)
                .hasMessage("no-such-program is not installed or not on the PATH of this machine");
        assertThatThrownBy(() -> shell.run(Command.of("true").in("/no/such")))
                .hasMessageContaining("there is no directory /no/such on this machine");
    }

    @Test
    void environmentAndDirectory() throws Exception {
        LocalShell there = shell.in(directory).withEnvironment(Map.of("A", "1", "B", "2"));
        Files.createDirectory(directory.resolve("sub"));
        CommandResult result =
                there.run(Command.of("sh", "-c", "echo $A $B; pwd").withEnv("B", "3").in("sub"));
        assertThat(result.stdout())
                .isEqualTo("1 3\n" + directory.toRealPath().resolve("sub") + "\n");
    }

    @Test
    void secretsAreInNoLineTailOrMessage() throws Exception {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Command command =
                Command.of("sh", "-c", "cat; echo given; exit 2")
                        .withStdin("its hunter22\n")
                        .withSecret("hunter22");
        CommandResult result =
                shell.masking(() -> SecretMasker.of(List.of("given")))
                        .run(command, (stream, line) -> lines.add(line));
        assertThat(lines).containsExactly("its ****", "****");
        assertThatThrownBy(result::orThrow)
                .hasMessageContaining("exit code 2 from: sh -c 'cat; echo given; exit 2'")
                .hasMessageContaining("| its ****")
                .hasMessageNotContaining("hunter22");
        assertThat(command.withSecret("cat")).hasToString("sh -c '****; echo given; exit 2'");
        assertThat(result.toString()).doesNotContain("hunter22");
    }

    @Test
    void whatTheReceiverThrowsDoesNotHoldTheProgramUp() {
        assertThatThrownBy(
                        () ->
                                shell.run(
                                        Command.of("seq", "100000"),
                                        (stream, line) -> {
                                            throw new IllegalStateException("full");
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("full");
    }

    private static boolean alive(Path pidFile) throws Exception {
        Path status = Path.of("/proc/" + Files.readString(pidFile).strip() + "/stat");
        // a zombie that nobody reaped yet has ended
        return Files.exists(status) && !Files.readString(status).matches("(?s).*\\) Z .*");
    }
}
