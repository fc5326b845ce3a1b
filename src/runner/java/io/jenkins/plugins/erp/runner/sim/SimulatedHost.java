package io.jenkins.plugins.erp.runner.sim;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.CommandTimedOutException;
import io.jenkins.plugins.erp.shell.ConnectionLostException;
import io.jenkins.plugins.erp.shell.Conversation;
import io.jenkins.plugins.erp.shell.Feed;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.OutputCollector;
import io.jenkins.plugins.erp.shell.ProgramMissingException;
import io.jenkins.plugins.erp.shell.SecretMasker;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A host in memory: files, a Docker engine with Compose, PostgreSQL's migrations, Nginx's
 * addresses. Time passes only as commands take it, or as the clock is moved.
 */
public final class SimulatedHost implements Shell {
    private static final long COMMAND_MILLIS = 15;
    private static final int FULL_FOR = 12;
    private static final int SHOWN = 3;
    /* Making one is dear, and one run has the same secrets at every command. */
    private static final Map<List<String>, SecretMasker> MASKERS = new ConcurrentHashMap<>();

    private final String name;
    private final SimClock clock;
    private final SimFiles files;
    private final SimEngine engine;
    private final FileCommands fileCommands;
    private final DockerCli docker;
    private final SimTimers timers;
    private final List<String> unknown = new ArrayList<>();
    private Fault.Plan faults = Fault.Plan.NEVER;
    private int commands;
    private boolean dead;
    private int fullUntil;
    private List<String> lastCommand = List.of();
    private final List<String> failures = new ArrayList<>();
    private Optional<String> asked = Optional.empty();
    private final Set<Integer> answers = new HashSet<>();
    private int requests;
    private int failed;

    /**
     * A fresh host.
     *
     * @param name for people, such as {@code deploy@erp1}
     */
    public SimulatedHost(String name, SimClock clock, SimRegistry registry) {
        this.name = name;
        this.clock = clock;
        this.files = new SimFiles();
        files.clock(clock::instant);
        this.engine = new SimEngine(files, clock, registry);
        this.fileCommands = new FileCommands(files, clock);
        this.docker = new DockerCli(engine);
        this.timers = new SimTimers(engine);
        clock.watch(this::ask);
    }

    private SimulatedHost(SimulatedHost other, SimClock itsClock, SimRegistry itsRegistry) {
        name = other.name;
        clock = itsClock;
        files = other.files.copy();
        files.clock(clock::instant);
        engine = other.engine.copy(files, clock, itsRegistry);
        fileCommands = other.fileCommands.copy(files, clock);
        docker = new DockerCli(engine);
        timers = new SimTimers(engine);
        clock.watch(this::ask);
    }

    /**
     * A host in the same state, that goes its own way from now on; without faults, and nobody asks
     * it.
     *
     * @param itsClock a clock at the same time
     */
    public synchronized SimulatedHost copy(SimClock itsClock, SimRegistry itsRegistry) {
        return new SimulatedHost(this, itsClock, itsRegistry);
    }

    @Override
    public String where() {
        return name;
    }

    /** Says which commands go wrong from now on, counted from 0 anew. */
    public synchronized void faults(Fault.Plan plan) {
        faults = plan;
        commands = 0;
        dead = false;
        fullUntil = 0;
        files.full(false);
    }

    /** Has its databases where another host has them: on a server that both use. */
    public synchronized void shareDatabases(SimulatedHost other) {
        engine.share(other.engine);
    }

    /** Commands since the faults were said. */
    public synchronized int commands() {
        return commands;
    }

    /** Commands that were not known. */
    public synchronized List<String> unknown() {
        return List.copyOf(unknown);
    }

    /** Limits the disk. */
    public synchronized void disk(long bytes) {
        files.capacity(bytes);
    }

    /** A file's text. */
    public synchronized Optional<String> file(String path) {
        return files.text(path);
    }

    /** Puts a file there, with its directories, as somebody did before. */
    public synchronized void write(String path, String text) {
        try {
            files.makeDirectories(path.substring(0, path.lastIndexOf('/')), "0700");
            files.write(path, text.getBytes(StandardCharsets.UTF_8), "0600");
        } catch (SimFiles.Refusal e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
    }

    /** Names in a directory. */
    public synchronized List<String> list(String path) {
        return files.list(path);
    }

    /** The status that a request to a project's published port gets right now; 0: none. */
    public synchronized int request(String project) {
        return engine.request(project);
    }

    /** Lets a client ask a project ten times a second in this host's time, from now on. */
    public synchronized void ask(String project) {
        engine.changed();
        asked = Optional.of(project);
        requests = 0;
        failed = 0;
        failures.clear();
        answers.clear();
    }

    /** How often the client asked. */
    public synchronized int requests() {
        return requests;
    }

    /** How often it got another answer than 200. */
    public synchronized int failed() {
        return failed;
    }

    /** Which answers it got. */
    public synchronized Set<Integer> answers() {
        return Set.copyOf(answers);
    }

    /** The first of them, with the command at which each came. */
    public synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Paths of all files and directories below one. */
    public synchronized List<String> below(String path) {
        return files.paths(path);
    }

    /** A project's containers that are up: name to the value of a label. */
    public synchronized Map<String, String> running(String project, String label) {
        Map<String, String> all = new TreeMap<>();
        for (SimContainer c : engine.of(project, "")) {
            if (c.up()) {
                all.put(c.name, c.labels.getOrDefault(label, ""));
            }
        }
        return all;
    }

    /** Names of all of a project's containers, those that do not run and one-off ones too. */
    public synchronized List<String> containers(String project) {
        return engine.of(project, "").stream().map(c -> c.name).sorted().toList();
    }

    /** Names of containers that are of no project. */
    public synchronized List<String> lone() {
        return engine.lone();
    }

    /** Migrations that are applied in a project's database. */
    public synchronized Set<String> migrations(String project) {
        return Set.copyOf(engine.database(project).migrations);
    }

    /** Whose static files a project has: a version with a suffix, or "plain" for any other. */
    public synchronized String collected(String project) {
        return engine.collected.getOrDefault(project, "");
    }

    /** Has an image on the engine, as after a build there. */
    public synchronized void built(String reference, SimImage image) {
        engine.images.put(reference, image);
    }

    /** Names of the images and tags that the engine has. */
    public synchronized Set<String> images() {
        return Set.copyOf(engine.images.keySet());
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public CommandResult feed(Command command, Feed feed, Output output)
            throws ShellException, InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            feed.writeTo(all);
        } catch (IOException e) {
            throw new ShellException(e.getMessage());
        }
        return run(command.withStdin(all.toByteArray()), output);
    }

    /** Only {@code docker save} prints so much that it is streamed. */
    @Override
    public synchronized Optional<Conversation> converse(Command command) {
        if (!command.argv().subList(0, 2).equals(List.of("docker", "save"))) {
            throw new UnknownCommandException(command.argv());
        }
        return Optional.of(new Saving(engine.image(command.argv().get(2)).map(SimArchive::save)));
    }

    private record Saving(Optional<byte[]> archive) implements Conversation {
        @Override
        public OutputStream stdin() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream stdout() {
            return new ByteArrayInputStream(archive.orElse(new byte[0]));
        }

        @Override
        public InputStream stderr() {
            String said = archive.isPresent() ? "" : "Error response from daemon: no such image\n";
            return new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public SecretMasker masker() {
            return SecretMasker.NONE;
        }

        @Override
        public int exitCode() {
            return archive.isPresent() ? 0 : 1;
        }

        @Override
        public void close() {
            // it has ended
        }
    }

    private synchronized void ask() {
        if (asked.isPresent()) {
            requests++;
            int status = engine.requestAgain(asked.get());
            answers.add(status);
            if (status != 200 && failed++ < SHOWN) {
                failures.add(
                        clock.instant()
                                + ": answer "
                                + (status == 0 ? "none" : status)
                                + " at command "
                                + commands
                                + ": "
                                + String.join(" ", lastCommand));
            }
        }
    }

    @Override
    public synchronized CommandResult run(Command command, Output output)
            throws ShellException, InterruptedException {
        if (dead) {
            throw new Fault.ProcessKilledError();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        lastCommand = command.argv();
        if (files.isFull() && commands >= fullUntil) {
            files.full(false);
        }
        Fault fault = faults.at(commands++, command);
        Instant begin = clock.instant();
        switch (fault) {
            case KILLED_BEFORE -> {
                dead = true;
                throw new Fault.ProcessKilledError();
            }
            case LOST_BEFORE -> throw lost(command);
            case TIMEOUT -> {
                clock.advance(command.timeout());
                throw new CommandTimedOutException(command, name, List.of());
            }
            case ERROR_BEFORE -> {
                return result(
                        command,
                        Answer.fail(1, "simulated fault: nothing was done"),
                        output,
                        begin);
            }
            case ENGINE_RESTARTS -> {
                engine.restart();
                ask();
                if (command.argv().get(0).startsWith("docker")) {
                    return result(
                            command,
                            Answer.fail(
                                    1,
                                    "Cannot connect to the Docker daemon at"
                                            + " unix:///var/run/docker.sock. Is the docker daemon"
                                            + " running?"),
                            output,
                            begin);
                }
            }
            case DISK_FULL -> {
                fullUntil = commands + FULL_FOR;
                files.full(true);
            }
            case CLOCK_FORWARD -> fileCommands.set(Fault.JUMP);
            case CLOCK_BACK -> fileCommands.set(Fault.JUMP.negated());
            default -> {
                // the command is done first
            }
        }
        docker.compose()
                .leaveOneOff(
                        fault == Fault.LOST_AFTER
                                || fault == Fault.KILLED_AFTER
                                || fault == Fault.TIMEOUT_AFTER);
        Set<String> before = fault == Fault.CONTAINER_DIES ? engine.up() : Set.of();
        Answer answer = execute(command);
        if (fault == Fault.CONTAINER_DIES) {
            engine.endNew(before);
        }
        engine.changed();
        ask();
        switch (fault) {
            case KILLED_AFTER -> {
                dead = true;
                throw new Fault.ProcessKilledError();
            }
            case LOST_AFTER -> throw lost(command);
            case TIMEOUT_AFTER -> {
                clock.advance(command.timeout());
                throw new CommandTimedOutException(command, name, List.of());
            }
            case ERROR_AFTER ->
                    answer = Answer.fail(1, answer.stderr() + "simulated fault: all was done");
            default -> {
                // as it went
            }
        }
        return result(command, answer, output, begin);
    }

    private Answer execute(Command command) throws ShellException {
        clock.advance(Duration.ofMillis(COMMAND_MILLIS));
        timers.ring();
        try {
            if (command.argv().size() > 3 && command.argv().get(3).equals("erp-warm")) {
                return timers.start(command.argv());
            }
            if (command.argv().size() > 3 && command.argv().get(3).equals("erp-scratch")) {
                return scratch(command);
            }
            if (command.argv().get(0).equals("docker")) {
                return docker.run(command.argv(), command.stdin(), command.directory());
            }
            Optional<Answer> answer = fileCommands.run(command.argv(), command.stdin());
            if (answer.isPresent()) {
                return answer.get();
            }
        } catch (UnknownCommandException e) {
            unknown.add(e.getMessage());
            throw e;
        }
        if (command.argv().get(0).equals("docker-compose")) {
            throw new ProgramMissingException("docker-compose", name);
        }
        UnknownCommandException e = new UnknownCommandException(command.argv());
        unknown.add(e.getMessage());
        throw e;
    }

    /* sh -c SCRIPT erp-scratch COMMAND: in a directory that holds what standard input brings. */
    private Answer scratch(Command command) throws ShellException {
        String directory =
                fileCommands
                        .run(List.of("mktemp", "-d"), new byte[0])
                        .orElseThrow()
                        .stdout()
                        .trim();
        Answer unpacked =
                fileCommands
                        .run(List.of("tar", "-xpf", "-", "-C", directory), command.stdin())
                        .orElseThrow();
        Answer answer = Answer.fail(97, unpacked.stderr());
        if (unpacked.exitCode() == 0) {
            Answer said =
                    docker.run(
                            command.argv().subList(4, command.argv().size()),
                            files.read(directory + "/.erp-stdin").orElse(new byte[0]),
                            Optional.of(directory));
            answer =
                    new Answer(
                            said.exitCode(),
                            "erp-scratch " + directory + "\n" + said.stdout(),
                            said.stderr());
        }
        files.remove(directory);
        return answer;
    }

    private CommandResult result(Command command, Answer answer, Output output, Instant begin) {
        return result(command, name, answer, output, Duration.between(begin, clock.instant()));
    }

    /** Hands an answer on as a real shell does. */
    static CommandResult result(
            Command command, String where, Answer answer, Output output, Duration elapsed) {
        try (OutputCollector collector = new OutputCollector(masker(command.secrets()), output)) {
            collector.stdout().write(answer.stdout().getBytes(StandardCharsets.UTF_8));
            collector.stderr().write(answer.stderr().getBytes(StandardCharsets.UTF_8));
            collector.close();
            return new CommandResult(
                    command, where, answer.exitCode(), collector.text(), collector.tail(), elapsed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SecretMasker masker(List<String> secrets) {
        if (MASKERS.size() > 100) {
            MASKERS.clear();
        }
        return MASKERS.computeIfAbsent(secrets, SecretMasker::of);
    }

    private ConnectionLostException lost(Command command) {
        return new ConnectionLostException(
                "the connection to " + name + " was lost during: " + command);
    }
}
