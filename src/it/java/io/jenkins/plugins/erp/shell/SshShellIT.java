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
