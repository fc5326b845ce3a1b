package io.jenkins.plugins.erp.shell;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An sshd on a free loopback port with keys of its own, gone with everything when closed. */
final class ThrowAwaySshd implements AutoCloseable {
    static final Path SSHD = Path.of("/usr/sbin/sshd");

    private final Path directory;
    private final Process process;
    final int port;

    /** Whether it can run here. */
    static boolean possible() {
        return Files.isExecutable(SSHD) && "root".equals(System.getProperty("user.name"));
    }

    ThrowAwaySshd() throws Exception {
        directory = Files.createTempDirectory("erp-sshd-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        keygen("host");
        keygen("user");
        keygen("stranger");
        // a home of its own: what this machine's user has in .bashrc is no part of the test
        Files.writeString(
                directory.resolve("authorized_keys"),
                "environment=\"HOME="
                        + directory
                        + "\" "
                        + Files.readString(directory.resolve("user.pub")));
        Files.createDirectories(Path.of("/run/sshd"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = directory.resolve("sshd_config");
        Files.writeString(
                config,
                """
                ListenAddress 127.0.0.1
                Port %d
                HostKey %s
                AuthorizedKeysFile %s
                PidFile none
                UsePAM no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PermitRootLogin prohibit-password
                StrictModes no
                PermitUserEnvironment yes
                """
                        .formatted(
                                port,
                                directory.resolve("host"),
                                directory.resolve("authorized_keys")));
        process =
                new ProcessBuilder(
                                SSHD.toString(),
                                "-D",
                                "-f",
                                config.toString(),
                                "-E",
                                directory.resolve("log").toString())
                        .start();
        Files.writeString(directory.resolve("known_hosts"), line("host"));
        Files.writeString(directory.resolve("known_hosts_wrong"), line("stranger"));
        Files.writeString(directory.resolve("known_hosts_empty"), "");
        waitForPort();
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    SshOptions options(String knownHosts, String key, boolean acceptNew) {
        return new SshOptions(
                Optional.of("root"),
                "127.0.0.1",
                port,
                Optional.of(file(knownHosts).toString()),
                acceptNew,
                Optional.of(file(key).toString()),
                Duration.ofSeconds(5));
    }

    SshOptions options() {
        return options("known_hosts", "user", false);
    }

    /** Cuts every connection that stands, as a pulled cable would; the server stays. */
    void cut() throws Exception {
        List<ProcessHandle> sessions = process.children().toList();
        for (ProcessHandle session : sessions) {
            session.destroyForcibly();
        }
    }

    /** Log lines that tell of a login. */
    long logins() throws IOException {
        return Files.readAllLines(directory.resolve("log")).stream()
                .filter(l -> l.contains("Accepted publickey"))
                .count();
    }

    private String line(String key) throws IOException {
        String[] words = Files.readString(directory.resolve(key + ".pub")).split(" ");
        return "[127.0.0.1]:" + port + " " + words[0] + " " + words[1] + "\n";
    }

    private void keygen(String name) throws Exception {
        new LocalShell()
                .run(
                        Command.of(
                                "ssh-keygen",
                                "-q",
                                "-t",
                                "ed25519",
                                "-N",
                                "",
                                "-f",
                                directory.resolve(name).toString()))
                .orThrow();
    }

    private void waitForPort() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (Socket ignored = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(25);
            }
        }
        throw new IOException("sshd does not listen:\n" + Files.readString(file("log")));
    }

    @Override
    public void close() throws Exception {
        cut();
        process.destroy();
        process.waitFor();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
