package io.jenkins.plugins.erp.runner.faults;

import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.runner.demo.SampleProject;
import io.jenkins.plugins.erp.runner.host.HostException;
import io.jenkins.plugins.erp.runner.host.TestHost;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What can be broken without harm to others: an SSH server, a registry and a small file system of
 * our own on the test host; its engine only where the test host itself has started it.
 */
final class Place implements AutoCloseable {
    private static final String SIZE = "96m";
    private static final byte[] BLOCK = new byte[64 * 1024];

    private final LocalShell shell = new LocalShell();
    private final TestHost host;
    private final TestHost.Reached reached;
    private final Path state;
    private final String disk;
    private final int sshPort;
    private final int registryPort;
    private OwnServer ssh;
    private OwnServer registry;
    private boolean mounted;

    Place(TestHost host, TestHost.Reached reached, Path state) throws IOException {
        this.host = host;
        this.reached = reached;
        this.state = state;
        this.disk = reached.path() + "/erp-faults";
        this.sshPort = OwnServer.freePort();
        this.registryPort = OwnServer.freePort();
    }

    /** Starts the servers and mounts the file system. */
    void up() throws IOException, ShellException, InterruptedException {
        SampleProject.delete(state);
        Files.createDirectories(state);
        String user = HostAddress.parse(reached.address()).user().orElseThrow();
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file("host_key").toString());
        Files.writeString(
                knownHosts(),
                "[127.0.0.1]:" + sshPort + " " + Files.readString(file("host_key.pub")));
        Files.writeString(
                file("sshd_config"),
                String.join(
                        "\n",
                        "Port " + sshPort,
                        "ListenAddress 127.0.0.1",
                        "HostKey " + file("host_key"),
                        "AllowUsers " + user,
                        "PasswordAuthentication no",
                        "KbdInteractiveAuthentication no",
                        "UsePAM no",
                        "PidFile none",
                        "MaxSessions 64",
                        ""));
        ssh =
                new OwnServer(
                        List.of("/usr/sbin/sshd", "-D", "-e", "-f", file("sshd_config").toString()),
                        sshPort,
                        file("sshd.log"));
        ssh.start();
        Files.writeString(
                file("registry.yml"),
                String.join(
                        "\n",
                        "version: 0.1",
                        "log: {level: warn}",
                        "storage: {filesystem: {rootdirectory: '" + file("registry") + "'}}",
                        "http: {addr: '127.0.0.1:" + registryPort + "'}",
                        ""));
        registry =
                new OwnServer(
                        List.of("docker-registry", "serve", file("registry.yml").toString()),
                        registryPort,
                        file("registry.log"));
        registry.start();
        run("install", "-d", "-o", user, "-g", user, "-m", "0755", disk);
        run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=0755", "tmpfs", disk);
        mounted = true;
        run("chown", user + ":", disk);
    }

    private Path file(String name) {
        return state.resolve(name);
    }

    private Path knownHosts() {
        return file("known_hosts");
    }

    private void run(String... words) throws ShellException, InterruptedException {
        shell.run(Command.of(words)).orThrow();
    }

    /** How the product reaches it. */
    TestHost.Reached reached() {
        String user = reached.address().substring(0, reached.address().indexOf('@'));
        return new TestHost.Reached(
                user + "@127.0.0.1:" + sshPort,
                reached.key(),
                knownHosts(),
                "127.0.0.1:" + registryPort,
                reached.standIns(),
                disk);
    }

    /** Cuts all SSH connections; new ones are taken. */
    int cutSsh() {
        return ssh.cut();
    }

    /** Cuts all SSH connections, and takes no new ones until it is started again. */
    void stopSsh() throws InterruptedException {
        ssh.stop();
    }

    void startSsh() throws IOException, InterruptedException {
        ssh.start();
    }

    void stopRegistry() throws InterruptedException {
        registry.stop();
    }

    void startRegistry() throws IOException, InterruptedException {
        registry.start();
    }

    /** Fills the file system to its last byte. */
    void fillDisk() throws IOException {
        try (OutputStream out = Files.newOutputStream(Path.of(disk, "filler"))) {
            while (true) {
                out.write(BLOCK);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    void freeDisk() throws IOException {
        Files.deleteIfExists(Path.of(disk, "filler"));
    }

    /** Whether the engine may be restarted. */
    boolean ownsEngine() throws HostException {
        return host.ownsEngine();
    }

    /** Ends the engine and starts it again. */
    void restartEngine(boolean kill) throws HostException, InterruptedException {
        host.restartEngine(kill);
    }

    @Override
    public void close() throws IOException {
        for (OwnServer server : java.util.Arrays.asList(ssh, registry)) {
            if (server != null) {
                server.close();
            }
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (mounted) {
                run("umount", "-l", disk);
            }
            Files.deleteIfExists(Path.of(disk));
        } catch (ShellException e) {
            throw new IOException(disk + " could not be unmounted: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        SampleProject.delete(state);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
