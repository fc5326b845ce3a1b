package io.jenkins.plugins.erp.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real OpenSSH server on a loopback port. */
class SshShellIT {
    private static ThrowAwaySshd sshd;
    private SshShell shell;

    @BeforeAll
    static void serve() throws Exception {
        Assumptions.assumeTrue(
                ThrowAwaySshd.possible(), "SKIPPED: needs /usr/sbin/sshd and the user root");
        sshd = new ThrowAwaySshd();
    }

    @AfterAll
    static void stop() throws Exception {
        if (sshd != null) {
            sshd.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        shell = SshShell.open(new LocalShell(), sshd.options());
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void twentyCommandsShareOneConnection() throws Exception {
        long before = sshd.logins();
        long begin = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(shell.run(Command.of("echo", "n" + i)).stdout()).isEqualTo("n" + i + "\n");
        }
        System.out.printf(
                "20 commands over one connection: %.0f ms each%n",
                (System.nanoTime() - begin) / 20e6);
        assertThat(sshd.logins()).isEqualTo(before);
        assertThat(shell.connections()).isEqualTo(1);
        assertThat(shell.commands()).isEqualTo(20);
    }

    @Test
    void moreCommandsAtOnceThanTheServerHasSessionsFor() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(24);
        try {
            List<Future<CommandResult>> all = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                all.add(pool.submit(() -> shell.run(Command.of("sleep", "0.3"))));
            }
            for (Future<CommandResult> one : all) {
                assertThat(one.get().exitCode()).isZero();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(shell.connections()).isEqualTo(1);
    }

    @Test
    void oddWordsArriveAsTheyAre() throws Exception {
        List<String> argv = new ArrayList<>(List.of("printf", "%s\\0"));
        argv.addAll(OddWords.random(new Random(7), 60));
        String out = shell.run(Command.of(argv)).stdout();
        assertThat(out.split("\0", -1))
                .containsExactlyElementsOf(withEnd(argv.subList(2, argv.size())));
    }

    @Test
    void megabyteOnStandardInputAfterSecretEnvironment() throws Exception {
        byte[] bytes = new byte[1 << 20];
        new Random(3).nextBytes(bytes);
        String value = "it's\na \"secret\" $HOME `x` \\";
        CommandResult result =
                shell.run(
                        Command.of("sh", "-c", "printf %s \"$ERP_VALUE\"; sha256sum")
                                .withEnv("ERP_VALUE", value)
                                .withStdin(bytes));
        byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
        assertThat(result.stdout())
                .startsWith(value)
                .contains(java.util.HexFormat.of().formatHex(digest));
    }

    @Test
    void environmentIsOnNoCommandLine() throws Exception {
        String secret = "s3cr3t-" + System.nanoTime();
        CommandResult result =
                shell.run(
                        Command.of("sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")
                                .withEnv("DB_PASSWORD", secret));
        assertThat(result.stdout()).contains("ssh").doesNotContain(secret);
    }

    @Test
    void directoryIsEntered() throws Exception {
        Path odd = Files.createDirectory(sshd.file("a 'b' $c"));
        assertThat(shell.run(Command.of("pwd").in(odd.toString())).stdout()).isEqualTo(odd + "\n");
        assertThatThrownBy(() -> shell.run(Command.of("pwd").in("/no/such")))
                .isInstanceOf(ShellException.class)
                .hasMessageContaining("there is no directory /no/such on root@127.0.0.1");
    }

    @Test
    void exitCodesAreTheProgramsOwn() throws Exception {
        for (int code : new int[] {0, 1, 126, 127, 254, 255}) {
            CommandResult result =
                    shell.run(Command.of("sh", "-c", "printf unended >&2; exit " + code));
            assertThat(result.exitCode()).isEqualTo(code);
            assertThat(result.tail()).containsExactly("unended");
        }
        assertThat(shell.run(Command.of("test", "1", "=", "2")).exitCode()).isEqualTo(1);
    }

    @Test
    void missingProgramIsSaid() {
        assertThatThrownBy(() -> shell.run(Command.of("no-such-program", "x")))
                .isInstanceOf(ProgramMissingException.class)
                .hasMessage(
                        "no-such-program is not installed or not on the PATH of root@127.0.0.1:"
                                + sshd.port);
    }

    @Test
    void timeoutEndsTheProgramOnTheHost() throws Exception {
        Path pid = sshd.file("timeout.pid");
        Command command =
                Command.of(
                                "sh",
                                "-c",
                                "echo begun; sleep 300 & echo $! > " + pid + "; trap '' TERM; wait")
                        .withTimeout(Duration.ofSeconds(1));
        assertThatThrownBy(() -> shell.run(command))
                .isInstanceOf(CommandTimedOutException.class)
                .hasMessageContaining("1.0 s")
                .hasMessageContaining("root@127.0.0.1")
                .hasMessageContaining("| begun")
                .hasMessageNotContaining("_erp_");
        assertThat(alive(pid)).isFalse();
        assertThat(shell.run(Command.of("true")).ok()).isTrue();
    }

    @Test
    void abortEndsTheProgramOnTheHost() throws Exception {
        Path pid = sshd.file("abort.pid");
        CountDownLatch begun = new CountDownLatch(1);
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                shell.run(
                                        Command.of(
                                                "sh",
                                                "-c",
                                                "echo $$ > " + pid + "; echo begun; sleep 300"),
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
    void connectionCutMidCommandIsSaidAndTheNextCommandConnectsAnew() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Thread cutter =
                new Thread(
                        () -> {
                            try {
                                begun.await();
                                sshd.cut();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
        cutter.start();
        assertThatThrownBy(
                        () ->
                                shell.run(
                                        Command.of("sh", "-c", "echo begun; sleep 20"),
                                        (stream, line) -> begun.countDown()))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining("was lost during: sh -c");
        cutter.join();
        assertThat(shell.run(Command.of("echo", "back")).stdout()).isEqualTo("back\n");
        assertThat(shell.connections()).isEqualTo(2);
    }

    @Test
    void unknownHostKeyIsRefusedUnlessNewOnesAreAccepted() throws Exception {
        assertThatThrownBy(
                        () ->
                                SshShell.open(
                                        new LocalShell(),
                                        sshd.options("known_hosts_empty", "user", false)))
                .isInstanceOfSatisfying(
                        HostKeyException.class,
                        e -> assertThat(e.kind()).isEqualTo(HostKeyException.Kind.UNKNOWN))
                .hasMessageContaining(sshd.file("known_hosts_empty").toString())
                .hasMessageContaining("ssh-keyscan -p " + sshd.port + " 127.0.0.1");
        SshOptions accepting = sshd.options("known_hosts_new", "user", true);
        SshShell.open(new LocalShell(), accepting).close();
        assertThat(sshd.file("known_hosts_new")).content().contains("ssh-ed25519");
    }

    @Test
    void changedHostKeyIsRefusedEvenWhenNewOnesAreAccepted() {
        assertThatThrownBy(
                        () ->
                                SshShell.open(
                                        new LocalShell(),
                                        sshd.options("known_hosts_wrong", "user", true)))
                .isInstanceOfSatisfying(
                        HostKeyException.class,
                        e -> assertThat(e.kind()).isEqualTo(HostKeyException.Kind.CHANGED))
                .hasMessageContaining("it shows SHA256:")
                .hasMessageContaining("-R '[127.0.0.1]:" + sshd.port + "'");
    }

    @Test
    void refusedLoginIsSaid() {
        assertThatThrownBy(
                        () ->
                                SshShell.open(
                                        new LocalShell(),
                                        sshd.options("known_hosts", "stranger", false)))
                .isInstanceOf(LoginRefusedException.class)
                .hasMessageContaining("user root")
                .hasMessageContaining(sshd.file("stranger").toString())
                .hasMessageContaining("authorized_keys");
    }

    @Test
    void closedPortAndUnknownNameAreUnreachable() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(
                        () ->
                                SshShell.open(
                                        new LocalShell(),
                                        SshOptions.to(Optional.empty(), "127.0.0.1", port)))
                .isInstanceOf(HostUnreachableException.class)
                .hasMessageContaining("nothing listens on port " + port);
        assertThatThrownBy(
                        () ->
                                SshShell.open(
                                        new LocalShell(),
                                        SshOptions.to(
                                                Optional.empty(), "no-such-host.invalid", 22)))
                .isInstanceOf(HostUnreachableException.class)
                .hasMessageContaining("the name no-such-host.invalid is not known to this machine");
    }

    @Test
    void closingLeavesNothingBehind() throws Exception {
        long before = controlDirectories();
        SshShell another = SshShell.open(new LocalShell(), sshd.options());
        assertThat(controlDirectories()).isEqualTo(before + 1);
        another.close();
        assertThat(controlDirectories()).isEqualTo(before);
        assertThatThrownBy(() -> another.run(Command.of("true")))
                .isInstanceOf(ShellException.class);
    }

    @Test
    void secretsAreMaskedInLinesAndTail() throws Exception {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        CommandResult result =
                shell.run(
                        Command.of("cat")
                                .withStdin("pw=hunter2hunter2\n")
                                .withSecret("hunter2hunter2"),
                        (stream, line) -> lines.add(line));
        assertThat(lines).containsExactly("pw=****");
        assertThat(result.tail()).containsExactly("pw=****");
        assertThat(result.stdout().getBytes(StandardCharsets.UTF_8)).hasSize(18);
    }

    @Test
    void twoHundredCommandsUseOneSessionAndNoOtherIsOpened() throws Exception {
        String first = sessionOf("0");
        for (int i = 1; i < 200; i++) {
            assertThat(shell.run(Command.of("echo", "n" + i)).stdout()).isEqualTo("n" + i + "\n");
        }
        assertThat(sessionOf("200")).isEqualTo(first);
        assertThat(shell.connections()).isEqualTo(1);
    }

    @Test
    void eightAtOnceDoNotMixTheirLines() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<CommandResult>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String word = "w" + i;
                all.add(
                        pool.submit(
                                () ->
                                        shell.run(
                                                Command.of(
                                                        "sh",
                                                        "-c",
                                                        "for i in 1 2 3; do echo $0; echo $0 >&2; done",
                                                        word))));
            }
            for (int i = 0; i < 40; i++) {
                assertThat(all.get(i).get().stdout()).isEqualTo(("w" + i + "\n").repeat(3));
                assertThat(all.get(i).get().tail()).hasSize(6).containsOnly("w" + i);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void fiftyMegabytesComeBoundedAndTheNextCommandSeesNoneOfIt() throws Exception {
        CommandResult huge =
                shell.run(
                        Command.of(
                                "sh", "-c", "yes 0123456789abcdef | head -c 52428800; echo x >&2"));
        assertThat(huge.stdout()).hasSize(CommandResult.MAX_STDOUT).startsWith("0123456789abcdef");
        assertThat(huge.tail()).hasSize(OutputCollector.TAIL);
        assertThat(shell.run(Command.of("printf", "next")).stdout()).isEqualTo("next");
    }

    @Test
    void aChildThatKeepsTheOutputOpenHoldsNothingUp() throws Exception {
        Path pid = sshd.file("left.pid");
        CommandResult begun =
                shell.run(
                        Command.of(
                                        "sh",
                                        "-c",
                                        "(while sleep 0.1; do echo late; done) & echo $! > "
                                                + pid
                                                + "; echo begun")
                                .withTimeout(Duration.ofSeconds(30)));
        assertThat(begun.stdout()).startsWith("begun\n");
        for (int i = 0; i < 5; i++) {
            assertThat(shell.run(Command.of("echo", "mine")).stdout()).isEqualTo("mine\n");
        }
        assertThat(alive(pid)).isTrue();
        shell.run(Command.of("kill", Files.readString(pid).strip()));
    }

    @Test
    void aSessionEndedOnTheHostMidCommandIsSaidAndTheConnectionStays() throws Exception {
        assertThatThrownBy(
                        () ->
                                shell.run(
                                        Command.of(
                                                "sh", "-c", "echo begun; kill -9 $PPID; sleep 1")))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("the session on root@127.0.0.1")
                .hasMessageContaining("was lost during: sh -c")
                .hasMessageContaining("Whether it went on there is not known.")
                .hasMessageContaining("| begun");
        assertThat(shell.run(Command.of("echo", "back")).stdout()).isEqualTo("back\n");
        assertThat(shell.connections()).isEqualTo(1);
    }

    @Test
    void aSessionEndedBetweenCommandsIsReplaced() throws Exception {
        String first = sessionOf("0");
        ProcessHandle.of(Long.parseLong(first)).orElseThrow().destroyForcibly();
        assertThat(sessionOf("1")).isNotEqualTo(first);
        assertThat(shell.connections()).isEqualTo(1);
    }

    @Test
    void aConnectionLostBetweenCommandsIsOpenedAnew() throws Exception {
        shell.run(Command.of("true")).orThrow();
        sshd.cut();
        assertThat(shell.run(Command.of("echo", "back")).stdout()).isEqualTo("back\n");
        assertThat(shell.connections()).isEqualTo(2);
    }

    @Test
    void secretInputOfASessionIsOnNoCommandLine() throws Exception {
        String secret = "s3cr3t-" + System.nanoTime();
        String coded =
                java.util.Base64.getEncoder()
                        .encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        CommandResult result =
                shell.run(
                        Command.of("sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '; cat >&2")
                                .withEnv("DB_PASSWORD", secret)
                                .withStdin(secret));
        assertThat(result.tail()).endsWith(secret);
        assertThat(result.stdout()).contains("_erp_run").doesNotContain(secret, coded);
    }

    @Test
    void aShellThatHoldsNoConversationRunsEachCommandAlone() throws Exception {
        LocalShell here = new LocalShell();
        Shell simple =
                new Shell() {
                    @Override
                    public String where() {
                        return here.where();
                    }

                    @Override
                    public CommandResult run(Command command, Output output)
                            throws ShellException, InterruptedException {
                        return here.run(command, output);
                    }
                };
        try (SshShell another = SshShell.open(simple, sshd.options())) {
            for (int i = 0; i < 3; i++) {
                CommandResult result = another.run(Command.of("cat").withStdin("in" + i));
                assertThat(result.stdout()).isEqualTo("in" + i);
            }
            assertThat(another.connections()).isEqualTo(1);
        }
    }

    /** The process that a command is a child of: its session's loop. */
    private String sessionOf(String word) throws Exception {
        CommandResult result =
                shell.run(Command.of("sh", "-c", "cat; echo $PPID").withStdin(word + "\n"));
        assertThat(result.stdout()).startsWith(word + "\n");
        return result.stdout().substring(word.length() + 1).strip();
    }

    private static long controlDirectories() throws Exception {
        try (var all = Files.list(Path.of("/tmp"))) {
            return all.filter(p -> p.getFileName().toString().startsWith("erp-ssh-")).count();
        }
    }

    private static boolean alive(Path pidFile) throws Exception {
        long pid = Long.parseLong(Files.readString(pidFile).strip());
        Path status = Path.of("/proc/" + pid + "/stat");
        // a zombie that nobody reaped yet has ended
        return Files.exists(status) && !Files.readString(status).matches("(?s).*\\) Z .*");
    }

    private static List<String> withEnd(List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.add("");
        return all;
    }
}
