package io.jenkins.plugins.erp.runner.host;

import io.jenkins.plugins.erp.shell.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * An OpenSSH server on a loopback port, or on a further host's only address, with a host key, a
 * login and a client key of its own.
 */
final class SshServer {
    /** The login, in the docker group. */
    static final String USER = "erp-demo";

    /** Where it may deploy to. */
    static final String DEPLOY_PATH = "/opt/erp-demo";

    private static final int PORT = 22022;
    static final Path HOME = Path.of("/home", USER);

    private final Path directory;
    private final Machine machine;
    private final HostMemory memory;
    private final String address;

    SshServer(Path state, Machine machine, HostMemory memory) {
        this(state, machine, memory, Machine.LOOPBACK);
    }

    SshServer(Path state, Machine machine, HostMemory memory, String address) {
        this.directory = state.resolve("ssh");
        this.address = address;
        this.machine = machine;
        this.memory = memory;
    }

    Path clientKey() {
        return directory.resolve("client_key");
    }

    Path knownHosts() {
        return directory.resolve("known_hosts");
    }

    private Path hostKey() {
        return directory.resolve("host_key");
    }

    /** {@code user@address:port}, once it was started. */
    String reachedAt() {
        return USER + "@" + address + ":" + memory.facts.sshPort;
    }

    static boolean keysAreThere(Machine machine) {
        Path ssh = machine.log().resolveSibling("ssh");
        return Files.exists(ssh.resolve("client_key")) && Files.exists(ssh.resolve("known_hosts"));
    }

    /** Makes the login, without a password. */
    void addUser() throws HostException, InterruptedException {
        memory.facts.user = true;
        memory.save();
        // "*" is no password's hash, but unlike "!" it does not lock the account for keys
        machine.run(
                Command.of(
                        "useradd", "-m", "-d", HOME.toString(), "-s", "/bin/sh", "-p", "*", USER));
    }

    /** Makes what is missing and starts the server. */
    void start() throws HostException, InterruptedException {
        try {
            Files.createDirectories(directory);
            key(hostKey());
            key(clientKey());
            authorize();
            if (machine.succeeds("getent", "group", "docker")) {
                machine.run(Command.of("usermod", "-a", "-G", "docker", USER));
            }
            machine.run(
                    Command.of("install", "-d", "-o", USER, "-g", USER, "-m", "0755", DEPLOY_PATH));
            int port = port();
            Path config = directory.resolve("sshd_config");
            Files.writeString(config, config(port));
            Files.writeString(
                    knownHosts(),
                    "[" + address + "]:" + port + " " + Files.readString(publicKey(hostKey())));
            machine.run(Command.of("mkdir", "-p", "/run/sshd"));
            memory.facts.sshPort = port;
            memory.facts.sshdPid =
                    machine.start(
                            "sshd",
                            java.util.List.of(
                                    "/usr/sbin/sshd", "-D", "-e", "-f", config.toString()));
            memory.save();
            if (!machine.await(Duration.ofSeconds(20), () -> Machine.listens(address, port))) {
                throw new HostException(
                        "the SSH server does not answer on "
                                + address
                                + ":"
                                + port
                                + machine.lastLines("sshd"));
            }
        } catch (IOException e) {
            throw new HostException("cannot set up the SSH server: " + e.getMessage(), e);
        }
    }

    private int port() throws HostException {
        int wanted = memory.facts.sshPort != 0 ? memory.facts.sshPort : PORT;
        // of another address nobody else has a port
        return address.equals(Machine.LOOPBACK) ? Machine.freePort(wanted) : wanted;
    }

    /* By commands, for the login's home may be another one there than here. */
    private void authorize() throws HostException, InterruptedException {
        Path authorized = HOME.resolve(".ssh/authorized_keys");
        machine.run(install("-d", "0700", authorized.getParent()));
        machine.run(install(publicKey(clientKey()).toString(), "0600", authorized));
    }

    private static Command install(String what, String mode, Path to) {
        return Command.of("install", "-o", USER, "-g", USER, "-m", mode, what, to.toString());
    }

    /** Has the login's key be that of another host. */
    void takeKey(Path other) throws IOException {
        Files.createDirectories(directory);
        Files.copy(other, clientKey(), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(publicKey(other), publicKey(clientKey()));
    }

    private void key(Path file) throws HostException, InterruptedException {
        if (!Files.exists(file)) {
            machine.run(
                    Command.of(
                            "ssh-keygen",
                            "-q",
                            "-t",
                            "ed25519",
                            "-N",
                            "",
                            "-C",
                            USER,
                            "-f",
                            file.toString()));
        }
    }

    private static Path publicKey(Path key) {
        return key.resolveSibling(key.getFileName() + ".pub");
    }

    private String config(int port) {
        return String.join(
                "\n",
                "Port " + port,
                "ListenAddress " + address,
                "HostKey " + hostKey(),
                "AllowUsers " + USER,
                "PubkeyAuthentication yes",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "UsePAM no",
                "PidFile none",
                "MaxSessions 64",
                "MaxStartups 64",
                "");
    }

    void stop() throws HostException, InterruptedException {
        machine.end(memory.facts.sshdPid, directory.toString(), Duration.ofSeconds(15));
        memory.facts.sshdPid = 0;
        memory.save();
    }

    /** Removes login, its home and what was deployed to. */
    void remove() throws HostException, InterruptedException {
        stop();
        if (memory.facts.user && machine.succeeds("id", USER)) {
            machine.answer("pkill", "-KILL", "-u", USER);
            machine.run(Command.of("userdel", "-r", USER));
        }
        machine.run(Command.of("rm", "-rf", DEPLOY_PATH));
        memory.facts.user = false;
        memory.facts.sshPort = 0;
        memory.save();
    }
}
