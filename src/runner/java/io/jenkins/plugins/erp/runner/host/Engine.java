package io.jenkins.plugins.erp.runner.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Docker engine of our own, where none answers, and an image registry on a loopback port. */
final class Engine {
    private static final int REGISTRY_PORT = 25000;

    private final Path state;
    private final Machine machine;
    private final HostMemory memory;
    private final List<String> more;

    Engine(Path state, Machine machine, HostMemory memory) {
        this(state, machine, memory, List.of());
    }

    /**
     * With more options.
     *
     * @param more for dockerd
     */
    Engine(Path state, Machine machine, HostMemory memory, List<String> more) {
        this.more = List.copyOf(more);
        this.state = state;
        this.machine = machine;
        this.memory = memory;
    }

    /** Starts dockerd on the machine's usual socket, with its data in the state directory. */
    void start() throws HostException, InterruptedException {
        if (HostProbe.engine(machine).isPresent()) {
            return; // an installation's own service has come up
        }
        List<String> argv =
                new ArrayList<>(
                        List.of(
                                "dockerd",
                                "--data-root",
                                state.resolve("docker").toString(),
                                // published ports by the kernel's own rules: a proxy process would
                                // copy each byte once more
                                "--userland-proxy=false",
                                "--pidfile",
                                state.resolve("dockerd.pid").toString()));
        argv.addAll(more);
        memory.facts.enginePid = machine.start("dockerd", argv);
        memory.save();
        if (!machine.await(Duration.ofSeconds(90), () -> HostProbe.engine(machine).isPresent())) {
            throw new HostException(
                    "the Docker engine does not answer; its log is "
                            + machine.daemonLog("dockerd")
                            + machine.lastLines("dockerd"));
        }
    }

    /** Starts the registry. */
    void startRegistry() throws HostException, InterruptedException {
        int port =
                Machine.freePort(
                        memory.facts.registryPort != 0 ? memory.facts.registryPort : REGISTRY_PORT);
        Path config = state.resolve("registry.yml");
        try {
            Files.createDirectories(state);
            Files.writeString(
                    config,
                    String.join(
                            "\n",
                            "version: 0.1",
                            "log: {level: warn}",
                            "storage: {filesystem: {rootdirectory: '"
                                    + state.resolve("registry")
                                    + "'}}",
                            "http: {addr: '127.0.0.1:" + port + "'}",
                            ""));
        } catch (IOException e) {
            throw new HostException("cannot write " + config + ": " + e.getMessage(), e);
        }
        memory.facts.registryPort = port;
        memory.facts.registryPid =
                machine.start("registry", List.of("docker-registry", "serve", config.toString()));
        memory.save();
        if (!machine.await(Duration.ofSeconds(30), () -> Machine.listens(port))) {
            throw new HostException(
                    "the image registry does not answer on 127.0.0.1:"
                            + port
                            + machine.lastLines("registry"));
        }
    }

    /** Ends the engine alone. */
    void end(boolean kill) throws HostException, InterruptedException {
        long pid = memory.facts.enginePid;
        if (kill) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            machine.await(Duration.ofSeconds(10), () -> !ours());
        }
        machine.end(pid, state.toString(), Duration.ofMinutes(3));
        memory.facts.enginePid = 0;
        memory.save();
    }

    void stop() throws HostException, InterruptedException {
        machine.end(memory.facts.registryPid, state.toString(), Duration.ofSeconds(15));
        // it gives each container its own time to stop: a worker finishes its task
        machine.end(memory.facts.enginePid, state.toString(), Duration.ofMinutes(3));
        memory.facts.registryPid = 0;
        memory.facts.enginePid = 0;
        memory.save();
    }

    /** Whether the engine that answers is one that was started here. */
    boolean ours() {
        return Machine.runs(memory.facts.enginePid, state.toString());
    }
}
