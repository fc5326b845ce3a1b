package io.jenkins.plugins.erp.runner.host;

import io.jenkins.plugins.erp.config.Durations;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.runner.host.HostFacts.Mirror;
import io.jenkins.plugins.erp.shell.SshOptions;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real host on this machine: brought up where anything of it is missing, stopped, or removed
 * without a trace. All it keeps is in one state directory; two processes take turns.
 */
public final class TestHost {
    private static final List<String> PROJECT_PREFIXES =
            List.of("erp-demo", "erp-test-", "erp-it-", "erp-bench", "erp-faults");

    private final Path state;
    private final Machine machine;
    private final Path images;

    /**
     * What is reached how.
     *
     * @param address {@code user@127.0.0.1:port}
     * @param key private key file of the login
     * @param knownHosts file with the server's host key
     * @param registry {@code 127.0.0.1:port} of the image registry
     * @param standIns whether the images are stand-ins, so that the sample's image has to be made
     *     from Debian packages
     * @param path directory that the login may deploy to
     */
    public record Reached(
            String address,
            Path key,
            Path knownHosts,
            String registry,
            boolean standIns,
            String path) {

        /** What the SSH client is told to get there. */
        public SshOptions ssh() {
            HostAddress to = HostAddress.parse(address);
            return new SshOptions(
                    to.user(),
                    to.host(),
                    to.port(),
                    Optional.of(knownHosts.toString()),
                    false,
                    Optional.of(key.toString()),
                    SshOptions.DEFAULT_CONNECT_TIMEOUT);
        }
    }

    /**
     * At a state directory; nothing is done yet.
     *
     * @param state where everything is kept
     * @param home the checkout, with {@code resources/demo-images}
     */
    public TestHost(Path state, Path home) {
        this.state = state.toAbsolutePath().normalize();
        this.machine = new Machine(this.state);
        this.images = home.resolve("resources/demo-images").toAbsolutePath().normalize();
    }

    /** {@code $XDG_STATE_HOME/erp-demo}, by default {@code ~/.local/state/erp-demo}. */
    public static Path defaultState(Map<String, String> environment) {
        String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return (xdg.isBlank() ? Path.of(home, ".local/state") : Path.of(xdg)).resolve("erp-demo");
    }

    /** What would have to be done now; changes nothing. */
    public HostPlan plan() throws HostException, InterruptedException {
        return HostPlan.of(new HostProbe(machine, HostMemory.in(state)).facts());
    }

    /**
     * Brings up what is missing, a line for each thing with the time it took.
     *
     * @throws HostException when something cannot be brought up; running it again goes on where it
     *     stopped
     */
    public Reached up(Console console) throws HostException, InterruptedException {
        try (Turn turn = new Turn()) {
            HostMemory memory = HostMemory.in(state);
            HostFacts facts = new HostProbe(machine, memory).facts();
            HostPlan plan = HostPlan.of(facts);
            if (!plan.obstacles().isEmpty()) {
                throw new HostException(
                        String.join("; ", plan.reasons(java.util.Locale.getDefault())));
            }
            int done = 0;
            for (HostStep step : plan.steps()) {
                long begin = System.nanoTime();
                String name = Messages.of(TestHost.class, "doing." + step.kind());
                console.info("[" + ++done + "/" + plan.steps().size() + "] " + name + " ...");
                perform(step, memory, facts, console);
                console.good(
                        "["
                                + done
                                + "/"
                                + plan.steps().size()
                                + "] "
                                + name
                                + ": "
                                + Durations.show(Duration.ofNanos(System.nanoTime() - begin)));
            }
            return reached(memory);
        }
    }

    private void perform(HostStep step, HostMemory memory, HostFacts facts, Console console)
            throws HostException, InterruptedException {
        Packages packages = new Packages(machine, memory);
        SshServer ssh = new SshServer(state, machine, memory);
        Engine engine = new Engine(state, machine, memory);
        switch (step.kind()) {
            case SUITE -> packages.addSuite(mirror(facts));
            case PACKAGES -> packages.install(step.subjects());
            case ENGINE -> engine.start();
            case REGISTRY -> engine.startRegistry();
            case USER -> ssh.addUser();
            case SSHD -> ssh.start();
            case IMAGES ->
                    new Images(images, machine, memory, packages)
                            .provide(step.subjects(), mirror(facts).uri(), console);
        }
    }

    private static Mirror mirror(HostFacts facts) throws HostException {
        return facts.mirror()
                .orElseThrow(
                        () ->
                                new HostException(
                                        "no apt source of this machine's own distribution was found"));
    }

    private Reached reached(HostMemory memory) {
        SshServer ssh = new SshServer(state, machine, memory);
        return new Reached(
                ssh.reachedAt(),
                ssh.clientKey(),
                ssh.knownHosts(),
                "127.0.0.1:" + memory.facts.registryPort,
                memory.facts.standIns || standIns(),
                SshServer.DEPLOY_PATH);
    }

    private boolean standIns() {
        try {
            return machine.answer(
                            "docker",
                            "image",
                            "inspect",
                            "--format",
                            "{{index .Config.Labels \"io.jenkins.plugins.erp.stand-in\"}}",
                            "python:3.13-slim")
                    .filter("true"::equals)
                    .isPresent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts a further host beside this one, which is up. */
    public SeparateHost another(Reached like) throws HostException, InterruptedException {
        return SeparateHost.start(state, like);
    }

    /** Whether the engine that answers is one that was started here. */
    public boolean ownsEngine() throws HostException {
        return new Engine(state, machine, HostMemory.in(state)).ours();
    }

    /**
     * Ends the engine, where it was started here, and starts it again, as a restart of the machine
     * would; the registry and the SSH server go on.
     *
     * @param kill whether it gets no time to stop its containers
     */
    public void restartEngine(boolean kill) throws HostException, InterruptedException {
        try (Turn turn = new Turn()) {
            Engine engine = new Engine(state, machine, HostMemory.in(state));
            if (!engine.ours()) {
                throw new HostException("the engine was not started here and is left alone");
            }
            engine.end(kill);
            engine.start();
        }
    }

    /** Stops what was started; images, data and packages are kept. */
    public void stop() throws HostException, InterruptedException {
        if (!Files.exists(state)) {
            return;
        }
        try (Turn turn = new Turn()) {
            HostMemory memory = HostMemory.in(state);
            new SshServer(state, machine, memory).stop();
            new Engine(state, machine, memory).stop();
        }
    }

    /**
     * Removes every trace: containers, volumes, networks, images, the login, packages, and the
     * state directory.
     */
    public void down() throws HostException, InterruptedException {
        if (!Files.exists(state)) {
            return;
        }
        try (Turn turn = new Turn()) {
            HostMemory memory = HostMemory.in(state);
            Engine engine = new Engine(state, machine, memory);
            if (HostProbe.engine(machine).isPresent()) {
                removeProjects();
                if (!engine.ours()) {
                    new Images(images, machine, memory, new Packages(machine, memory)).remove();
                }
            }
            engine.stop();
            new SshServer(state, machine, memory).remove();
            new Packages(machine, memory).remove();
        }
        try {
            for (Path point : Mounts.below(Files.readString(Path.of("/proc/self/mounts")), state)) {
                // where a process still looks into it, it goes when that ends
                machine.answer("umount", "--lazy", point.toString());
            }
            Machine.delete(state);
        } catch (IOException e) {
            throw new HostException(state + " could not be removed whole: " + e.getMessage(), e);
        }
    }

    private void removeProjects() throws InterruptedException {
        for (String kind : List.of("container", "volume", "network")) {
            String format =
                    "{{.ID}} {{.Label \"com.docker.compose.project\"}}"
                            .replace("ID", kind.equals("volume") ? "Name" : "ID");
            List<String> list =
                    kind.equals("container")
                            ? List.of("docker", "container", "ls", "-a", "--format", format)
                            : List.of("docker", kind, "ls", "--format", format);
            machine.answer(list.toArray(String[]::new))
                    .ifPresent(
                            lines ->
                                    lines.lines()
                                            .map(line -> line.split(" "))
                                            .filter(words -> words.length == 2 && ours(words[1]))
                                            .forEach(words -> remove(kind, words[0])));
        }
    }

    private static boolean ours(String project) {
        return PROJECT_PREFIXES.stream().anyMatch(project::startsWith);
    }

    private void remove(String kind, String ids) {
        ids.lines()
                .forEach(
                        id -> {
                            try {
                                machine.answer("docker", kind, "rm", "-f", id);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    /** One process at a time works on the host; the lock goes with the process. */
    private final class Turn implements AutoCloseable {
        private final RandomAccessFile file;
        private final FileLock lock;

        Turn() throws HostException {
            try {
                Files.createDirectories(state);
                file = new RandomAccessFile(state.resolve("lock").toFile(), "rw");
                lock = file.getChannel().lock();
            } catch (IOException e) {
                throw new HostException("cannot lock " + state + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws HostException {
            try {
                lock.release();
                file.close();
            } catch (IOException e) {
                throw new HostException("cannot unlock " + state + ": " + e.getMessage(), e);
            }
        }
    }
}
