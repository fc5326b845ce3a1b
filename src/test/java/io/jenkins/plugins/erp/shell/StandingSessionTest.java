package io.jenkins.plugins.erp.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop in each shell that a host may have as its sh, without SSH in between. */
class StandingSessionTest {
    private final LocalShell local = new LocalShell();
    @TempDir Path directory;
    private StandingSession session;

    @AfterEach
    void close() {
        if (session != null) {
            session.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash --posix", "busybox sh"})
    void oddWordsInputAndVariablesArriveAsTheyAre(String sh) throws Exception {
        begin(sh);
        Random random = new Random(11);
        for (int i = 0; i < 30; i++) {
            List<String> argv = new ArrayList<>(List.of("printf", "%s\\0"));
            argv.addAll(OddWords.random(random, 12));
            String out = run(Command.of(argv)).stdout();
            assertThat(Arrays.asList(out.split("\0", -1)).subList(0, argv.size() - 2))
                    .isEqualTo(argv.subList(2, argv.size()));
        }
        String value = " it's\na \"value\" $HOME `x` \\ \u4e2d\u007f\u0001 ";
        String input = "\0\u0001 'x'\r\n" + value + " no end";
        CommandResult result =
                run(
                        Command.of("sh", "-c", "printf %s \"$ERP_VALUE\"; cat")
                                .withEnv("ERP_VALUE", value)
                                .withStdin(input));
        assertThat(result.stdout()).isEqualTo(value + input);
        assertThat(run(Command.of("sh", "-c", "echo ${ERP_VALUE-none}")).stdout())
                .isEqualTo("none\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash --posix", "busybox sh"})
    void exitCodesDirectoriesAndMissingThingsAreTold(String sh) throws Exception {
        begin(sh);
        for (int code : new int[] {0, 1, 126, 127, 254, 255}) {
            RemoteCommand[] remote = new RemoteCommand[1];
            CommandResult result =
                    run(Command.of("sh", "-c", "printf unended >&2; exit " + code), remote);
            assertThat(result.exitCode()).isEqualTo(code);
            assertThat(result.tail()).containsExactly("unended");
            assertThat(remote[0].ownExit255()).isEqualTo(code == 255);
        }
        RemoteCommand[] remote = new RemoteCommand[1];
        assertThat(run(Command.of("no-such-program"), remote).exitCode()).isEqualTo(127);
        assertThat(remote[0].programMissing()).isTrue();
        assertThat(run(Command.of("pwd").in("/no/such"), remote).exitCode()).isEqualTo(126);
        assertThat(remote[0].directoryMissing()).isTrue();
        assertThat(run(Command.of("pwd").in("/usr/bin")).stdout()).isEqualTo("/usr/bin\n");
        assertThat(run(Command.of("sh", "-c", "kill -9 $$")).exitCode()).isEqualTo(137);
        assertThat(run(Command.of("echo", "after")).tail()).containsExactly("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash --posix", "busybox sh"})
    void aProgramHasAGroupOfItsOwnAndNothingOfTheSessionsInput(String sh) throws Exception {
        begin(sh);
        RemoteCommand[] remote = new RemoteCommand[1];
        String pid = run(Command.of("sh", "-c", "cat; echo $$"), remote).stdout().strip();
        assertThat(remote[0].group()).hasValue(Long.parseLong(pid));
        assertThat(run(Command.of("sh", "-c", "ps -o pgid= -p $$; echo $$")).stdout().split("\\s+"))
                .satisfies(w -> assertThat(w[w.length - 1]).isEqualTo(w[w.length - 2]));
        // SIGINT is bit 2 of the mask of signals that are ignored; under nohup it is from the start
        String[] mask = {"sed", "-n", "s/^SigIgn:\\t//p", "/proc/self/status"};
        String ours = new LocalShell().run(Command.of(mask)).stdout().strip();
        String ignored = run(Command.of(mask)).stdout().strip();
        assertThat(Long.parseUnsignedLong(ignored, 16) & 2)
                .isEqualTo(Long.parseUnsignedLong(ours, 16) & 2);
        assertThat(session.usable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash --posix", "busybox sh"})
    void whatIsLeftRunningEndsTheSessionAndNoOtherCommandSeesItsLines(String sh) throws Exception {
        begin(sh);
        Path pid = directory.resolve("pid");
        assertThat(
                        run(Command.of("sh", "-c", "sleep 60 & echo $! > " + pid + "; echo done"))
                                .stdout())
                .isEqualTo("done\n");
        RemoteCommand[] remote = new RemoteCommand[1];
        CommandResult refused = run(Command.of("echo", "next"), remote);
        assertThat(refused.exitCode()).isEqualTo(255);
        assertThat(refused.stdout()).isEmpty();
        assertThat(remote[0].started()).isFalse();
        assertThat(session.usable()).isFalse();
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash --posix", "busybox sh"})
    void afterATimeoutTheSessionGoesOn(String sh) throws Exception {
        begin(sh);
        Command endless =
                Command.of("sh", "-c", "echo begun; trap '' TERM; sleep 300; sleep 300")
                        .withStdin("some")
                        .withTimeout(Duration.ofMillis(600));
        assertThatThrownBy(() -> run(endless))
                .isInstanceOf(CommandTimedOutException.class)
                .hasMessageContaining("| begun");
        assertThat(session.usable()).isTrue();
        assertThat(run(Command.of("echo", "after")).stdout()).isEqualTo("after\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash --posix", "busybox sh"})
    void anEndOfTheLoopInTheMiddleIsNoExitCodeOfTheProgram(String sh) throws Exception {
        begin(sh);
        RemoteCommand[] remote = new RemoteCommand[1];
        CommandResult result =
                run(Command.of("sh", "-c", "echo begun; kill -9 $PPID; echo gone"), remote);
        assertThat(result.exitCode()).isEqualTo(255);
        assertThat(result.stdout()).startsWith("begun\n");
        assertThat(remote[0].started()).isTrue();
        assertThat(remote[0].ownExit255()).isFalse();
        assertThat(session.usable()).isFalse();
    }

    private void begin(String sh) throws Exception {
        List<String> argv = new ArrayList<>(List.of(sh.split(" ")));
        Assumptions.assumeTrue(
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(p -> Files.isExecutable(Path.of(p, argv.get(0)))),
                "SKIPPED: needs " + argv.get(0));
        String nonce = RemoteCommand.nonce();
        argv.addAll(RemoteCommand.loop(nonce));
        session = new StandingSession(local.converse(Command.of(argv)).orElseThrow());
        assertThat(session.greet(nonce, Duration.ofSeconds(20)))
                .isEqualTo(StandingSession.Greeting.READY);
    }

    private CommandResult run(Command command) throws Exception {
        return run(command, new RemoteCommand[1]);
    }

    private CommandResult run(Command command, RemoteCommand[] remote) throws Exception {
        remote[0] = new RemoteCommand(command);
        assertThat(remote[0].fits()).isTrue();
        return session.run(command, remote[0], Output.NONE, "here", this::kill);
    }

    private void kill(RemoteCommand remote) throws InterruptedException {
        String line = RemoteCommand.killLine(remote.group().orElseThrow());
        try {
            local.run(Command.of("sh", "-c", line));
        } catch (ShellException e) {
            throw new IllegalStateException(e);
        }
    }
}
