package io.jenkins.plugins.erp.runner.faults;

import io.jenkins.plugins.erp.runner.bench.BenchStack;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** What a fault works with: the product as processes, the stack, and what can be broken of it. */
final class Scene {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int DELAY_MILLIS = 250;

    private final LocalShell shell = new LocalShell();
    private final Path home;
    private final BenchStack stack;
    private final Map<String, String> variables;
    private final String repository;
    private final Place place;
    private final Look look;
    private final Random random;
    private final Consumer<String> log;
    private final List<ErpProcess> processes = new ArrayList<>();
    private final List<Integer> exits = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long broken = System.nanoTime();

    Scene(
            Path home,
            BenchStack stack,
            String repository,
            Place place,
            Look look,
            Random random,
            Consumer<String> log)
            throws InterruptedException {
        this.home = home;
        this.stack = stack;
        this.variables = stack.variables();
        this.repository = repository;
        this.place = place;
        this.look = look;
        this.random = random;
        this.log = log;
    }

    Place place() {
        return place;
    }

    Look look() {
        return look;
    }

    /** When the fault happened, by {@link System#nanoTime}. */
    long broken() {
        return broken;
    }

    List<Integer> exits() {
        return List.copyOf(exits);
    }

    /** What each process said of its end. */
    List<String> told() {
        return List.copyOf(told);
    }

    ErpProcess deploy(String version) throws IOException {
        return erp("deploy", BenchStack.ENVIRONMENT, "--image", repository + ":" + version);
    }

    ErpProcess rollback() throws IOException {
        return erp("rollback", BenchStack.ENVIRONMENT, "--migrations", "reverse");
    }

    ErpProcess resume() throws IOException {
        return erp("resume", BenchStack.ENVIRONMENT);
    }

    private ErpProcess erp(String... words) throws IOException {
        ErpProcess process =
                ErpProcess.start(home, stack.workspace(), variables, log, List.of(words));
        processes.add(process);
        return process;
    }

    /** Waits for a process and notes how it ended. */
    int ended(ErpProcess process) throws InterruptedException {
        int code = process.await(LONG);
        exits.add(code);
        told.add(Telling.of(process.command(), code, process.lines()));
        return code;
    }

    /** Resumes as a person would who is told that something was left. */
    void resumeUnlessEnded(int code) throws IOException, InterruptedException {
        if (code == 3) {
            ended(resume());
        }
    }

    /** Waits until a phase has begun, and a moment more. */
    void at(ErpProcess process, String phase) throws IOException, InterruptedException {
        if (!process.reaches(phase)) {
            throw new IOException(process.command() + " ended before its phase " + phase);
        }
        Thread.sleep(random.nextInt(DELAY_MILLIS));
        now();
    }

    /** The fault happens now. */
    void now() {
        broken = System.nanoTime();
    }

    CommandResult docker(String... words) throws ShellException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("docker"));
        argv.addAll(List.of(words));
        CommandResult result = shell.run(Command.of(argv).withTimeout(LONG));
        result.stdout().lines().forEach(l -> log.accept("docker | " + l));
        result.tail().forEach(l -> log.accept("docker | " + l));
        return result;
    }

    String running(String service) throws IOException, InterruptedException {
        return look.running(service)
                .orElseThrow(() -> new IOException("no container of " + service + " runs"));
    }

    /** Starts what was stopped or killed by hand. */
    void start(String id) throws ShellException, InterruptedException {
        docker("start", id);
    }

    /** Cuts all SSH connections where they end, on the host. */
    void cutSsh() throws IOException {
        struck(place.cutSsh());
    }

    /** A fault that struck nothing shows nothing. */
    private static void struck(int connections) throws IOException {
        if (connections == 0) {
            throw new IOException("there was no SSH connection any more");
        }
    }

    /** Kills the SSH client process that holds a process's connection for its sessions. */
    void killMaster(ErpProcess process) throws IOException {
        List<String> sockets =
                process.descendants()
                        .map(p -> p.info().arguments().map(List::of).orElse(List.of()))
                        .filter(words -> words.contains("-S"))
                        .map(words -> words.get(words.indexOf("-S") + 1))
                        .distinct()
                        .toList();
        // it names itself after its socket, "ssh: PATH [mux]", and has no parent of ours any more
        List<ProcessHandle> masters =
                ProcessHandle.allProcesses()
                        .filter(p -> sockets.stream().anyMatch(s -> isMaster(p.pid(), s)))
                        .toList();
        masters.forEach(ProcessHandle::destroyForcibly);
        struck(masters.size());
    }

    private static boolean isMaster(long pid, String socket) {
        try {
            String line =
                    Files.readString(
                            Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            return line.startsWith("ssh: " + socket + " [mux]");
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes the image of a version from the engine, under all its names. */
    void prune(String version) throws ShellException, InterruptedException {
        CommandResult names =
                docker(
                        "image",
                        "ls",
                        "--digests",
                        "--format",
                        "{{.Repository}} {{.Tag}} {{.Digest}} {{.ID}}");
        String id =
                docker("image", "inspect", "--format", "{{.Id}}", repository + ":" + version)
                        .stdout()
                        .strip();
        names.stdout()
                .lines()
                .map(l -> l.split(" "))
                .filter(w -> w.length == 4 && id.startsWith("sha256:" + w[3]))
                .map(Scene::name)
                .distinct()
                .forEach(this::remove);
    }

    private static String name(String[] words) {
        return words[1].equals("<none>") ? words[0] + "@" + words[2] : words[0] + ":" + words[1];
    }

    private void remove(String image) {
        try {
            docker("image", "rm", image);
        } catch (ShellException e) {
            log.accept("docker | " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An open transaction that has read orders, until it is closed or its time is over. */
    Process holdLock(int seconds) throws IOException, InterruptedException {
        String sql =
                "BEGIN; SELECT count(*) FROM orders_order; SELECT pg_sleep("
                        + seconds
                        + "); COMMIT;";
        Process process =
                new ProcessBuilder(
                                "docker",
                                "exec",
                                running("db"),
                                "sh",
                                "-c",
                                "psql -qtA -U \"$POSTGRES_USER\" -d \"$POSTGRES_DB\" -c \"$1\"",
                                "sh",
                                sql)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Thread.sleep(500);
        return process;
    }

    /** Ends what is still running. */
    void close() throws InterruptedException {
        for (ErpProcess process : processes) {
            process.kill();
            process.await(Duration.ofSeconds(10));
        }
    }
}
