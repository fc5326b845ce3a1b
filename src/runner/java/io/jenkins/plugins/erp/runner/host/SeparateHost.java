package io.jenkins.plugins.erp.runner.host;

import io.jenkins.plugins.erp.shell.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A further host on this machine, beside the test host and with the same login: a Docker engine and
 * an SSH server of its own in namespaces of their own, reached over a wire that leads nowhere else.
 * Gone with all that was on it when closed; where this process is killed, all of it ends too, and
 * the next one deletes what is left on the disk.
 */
public final class SeparateHost implements AutoCloseable {
    private static final List<String> PROGRAMS =
            List.of("unshare", "nsenter", "ip", "dockerd", "sshd", "timeout", "xargs");

    private final Path state;
    private final Namespaces namespaces;
    private final Link link;
    private final Machine machine;
    private final HostMemory memory;
    private final SshServer ssh;

    private SeparateHost(Path state, Namespaces namespaces, Link link) throws HostException {
        this.state = state;
        this.namespaces = namespaces;
        this.link = link;
        this.machine = new Machine(state, namespaces.within());
        this.memory = HostMemory.in(state);
        this.ssh = new SshServer(state, machine, memory, link.there());
    }

    /** Why there can be none on this machine, where the test host itself can; for people. */
    public static Optional<String> obstacle() {
        List<String> missing = PROGRAMS.stream().filter(p -> !HostProbe.onPath(p)).toList();
        if (!missing.isEmpty()) {
            return Optional.of("not installed: " + String.join(", ", missing));
        }
        return HostProbe.privileged()
                ? Optional.empty()
                : Optional.of("this process may not administer mounts and networks");
    }

    /**
     * Starts one.
     *
     * @param home where the test host keeps what it has
     * @param like the test host, which is up
     */
    static SeparateHost start(Path home, TestHost.Reached like)
            throws HostException, InterruptedException {
        Path state = directory(home.resolve("hosts"));
        Namespaces namespaces = Namespaces.make();
        SeparateHost host = null;
        try {
            host = new SeparateHost(state, namespaces, wire(state, namespaces));
            host.bringUp(like);
            return host;
        } catch (IOException e) {
            throw new HostException("a further host cannot be set up: " + e.getMessage(), e);
        } finally {
            if (host == null || host.memory.facts.sshdPid == 0) {
                namespaces.close();
            }
        }
    }

    /* Its name says whose it is, so that what a process left that was killed is known. */
    private static Path directory(Path all) throws HostException {
        try {
            Files.createDirectories(all);
            try (Stream<Path> there = Files.list(all)) {
                for (Path one : there.toList()) {
                    String owner = one.getFileName().toString().replaceFirst("-.*", "");
                    if (owner.matches("\\d+")
                            && ProcessHandle.of(Long.parseLong(owner)).isEmpty()) {
                        Machine.delete(one);
                    }
                }
            }
            return Files.createTempDirectory(all, ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new HostException("cannot make a directory in " + all + ": " + e.getMessage(), e);
        }
    }

    private static Link wire(Path state, Namespaces namespaces)
            throws HostException, InterruptedException {
        Machine here = new Machine(state);
        for (int number = 1; number <= Link.MOST; number++) {
            Link link = new Link(number);
            try {
                here.run(link.make(namespaces.keeper()));
            } catch (HostException e) {
                if (Files.exists(Path.of("/sys/class/net", link.name()))) {
                    continue; // another host's
                }
                throw e;
            }
            for (Command command : link.upHere()) {
                here.run(command);
            }
            return link;
        }
        throw new HostException("there are " + Link.MOST + " further hosts already");
    }

    private void bringUp(TestHost.Reached like)
            throws HostException, IOException, InterruptedException {
        plug();
        for (String directory : List.of(SshServer.HOME.toString(), SshServer.DEPLOY_PATH)) {
            Path own = Files.createDirectories(state.resolve("root" + directory));
            machine.run(Command.of("chown", "--reference", directory, own.toString()));
            machine.run(Namespaces.instead(directory, own.toString()));
        }
        // what this machine's own engine is told in /etc is not for this one
        Path config = Files.writeString(state.resolve("dockerd.json"), "{}\n");
        new Engine(state, machine, memory, List.of("--config-file", config.toString())).start();
        ssh.takeKey(like.key());
        ssh.start();
    }

    /** How it is reached. */
    public TestHost.Reached reached() {
        return new TestHost.Reached(
                ssh.reachedAt(),
                ssh.clientKey(),
                ssh.knownHosts(),
                "",
                false,
                SshServer.DEPLOY_PATH);
    }

    /** Its only address. */
    public String address() {
        return link.there();
    }

    /** The address of this machine that this host and its containers reach, as all others do. */
    public String machineAddress() {
        return link.here();
    }

    /** From now on its SSH server takes connections and says nothing, as one that hangs. */
    public void hang() throws HostException, InterruptedException {
        signal("STOP");
    }

    /** It answers again. */
    public void answer() throws HostException, InterruptedException {
        signal("CONT");
        // what led it in there stops and goes on with it, out here
        new Machine(state).run(Command.of("kill", "-CONT", String.valueOf(memory.facts.sshdPid)));
    }

    private void signal(String name) throws HostException, InterruptedException {
        machine.run(Command.of("pkill", "-" + name, "-x", "sshd"));
    }

    /** From now on nothing of it is reached, as when its cable is pulled. */
    public void unplug() throws HostException, InterruptedException {
        machine.run(link.down());
    }

    /** It is reached again. */
    public void plug() throws HostException, InterruptedException {
        for (Command command : link.upThere()) {
            machine.run(command);
        }
    }

    @Override
    public void close() throws HostException, InterruptedException {
        // one that hangs would keep the kernel from ending what it led in
        ProcessHandle.of(memory.facts.sshdPid).ifPresent(ProcessHandle::destroyForcibly);
        namespaces.close();
        try {
            Machine.delete(state);
        } catch (IOException e) {
            throw new HostException(state + " could not be removed: " + e.getMessage(), e);
        }
    }
}
