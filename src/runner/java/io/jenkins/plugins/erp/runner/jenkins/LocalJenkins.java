package io.jenkins.plugins.erp.runner.jenkins;

import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Jenkins process on a loopback port with a home of its own. It may outlive the process that
 * started it: the home remembers it, so that another one can look at it or end it.
 */
public final class LocalJenkins implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final String MEMORY = "erp-jenkins.properties";
    private static final String LOG = "jenkins.log";

    private final Path home;
    private final ProcessHandle process;
    private final int port;

    private LocalJenkins(Path home, ProcessHandle process, int port) {
        this.home = home;
        this.process = process;
        this.port = port;
    }

    /**
     * How one is started.
     *
     * @param port 0 for a free one
     * @param environment more variables, for Jenkins and what is built on it
     * @param options more options for its Java
     */
    public record Start(
            JenkinsFiles files,
            Path home,
            int port,
            Map<String, String> environment,
            List<String> options) {}

    /** Starts one; it does not answer yet. */
    public static LocalJenkins start(Start how) throws IOException, InterruptedException {
        Path home = how.home();
        install(how.files(), Files.createDirectories(home.resolve("plugins")));
        int port = portOr(how.port());
        ProcessBuilder java = new ProcessBuilder(argv(how.files().war(), port, how.options()));
        java.environment().putAll(how.environment());
        java.environment().put("JENKINS_HOME", home.toString());
        java.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve(LOG).toFile()));
        Process process = java.directory(home.toFile()).start();
        process.getOutputStream().close();
        LocalJenkins jenkins = new LocalJenkins(home, process.toHandle(), port);
        jenkins.remember();
        return jenkins;
    }

    /** The command; {@code setsid} keeps the terminal's Ctrl-C from it. */
    static List<String> argv(Path war, int port, List<String> options) {
        List<String> argv = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            argv.add("/usr/bin/setsid");
        }
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(
                List.of(
                        "-Xmx1g",
                        // starts sooner on a small machine
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.awt.headless=true",
                        "-Djenkins.install.runSetupWizard=false",
                        "-Dhudson.model.UpdateCenter.never=true",
                        "-Dhudson.model.UsageStatistics.disabled=true",
                        // no second port, which would not be on loopback only
                        "-Djenkins.model.Jenkins.slaveAgentPort=-1",
                        "-Djenkins.model.Jenkins.slaveAgentPortEnforce=true"));
        argv.addAll(options);
        argv.addAll(
                List.of(
                        "-jar",
                        war.toString(),
                        "--httpListenAddress=127.0.0.1",
                        "--httpPort=" + port));
        return List.copyOf(argv);
    }

    /** The one that was started in a home and still runs. */
    public static Optional<LocalJenkins> running(Path home) throws IOException {
        Path file = home.resolve(MEMORY);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Properties memory = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            memory.load(in);
        }
        int port = Integer.parseInt(memory.getProperty("port", "0"));
        return ProcessHandle.of(Long.parseLong(memory.getProperty("pid", "0")))
                .filter(ProcessHandle::isAlive)
                // the same number may have gone to another process since
                .filter(p -> near(began(p), Long.parseLong(memory.getProperty("began", "0"))))
                .map(p -> new LocalJenkins(home, p, port));
    }

    private void remember() throws IOException {
        Properties memory = new Properties();
        memory.setProperty("pid", String.valueOf(process.pid()));
        memory.setProperty("began", String.valueOf(began(process)));
        memory.setProperty("port", String.valueOf(port));
        try (var out = Files.newBufferedWriter(home.resolve(MEMORY))) {
            memory.store(out, "the Jenkins that was started here");
        }
    }

    private static long began(ProcessHandle process) {
        return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }

    /** The kernel tells the time of a start by the clock of now. */
    private static boolean near(long one, long other) {
        return Math.abs(one - other) <= 2;
    }

    private static void install(JenkinsFiles files, Path installed) throws IOException {
        for (PluginFile plugin : PluginFile.in(files.plugins())) {
            copy(plugin.path(), installed.resolve(plugin.name() + ".jpi"));
        }
        copy(files.archive(), installed.resolve("erp-pipeline.jpi"));
    }

    private static void copy(Path from, Path to) throws IOException {
        // Jenkins unpacks again what is newer than what it unpacked
        if (!Files.exists(to) || Files.mismatch(from, to) >= 0) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The port given, or a free one where it is 0. */
    static int portOr(int given) throws IOException {
        if (given != 0) {
            return given;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Its address. */
    public URI root() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Its port. */
    public int port() {
        return port;
    }

    /** Its home. */
    public Path home() {
        return home;
    }

    /** Waits until it answers. */
    public void awaitUp(JenkinsClient client) throws OperationException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (client.get("api/json").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // the port is not open yet
            }
            Thread.sleep(300);
        }
        List<String> lines = log().lines().toList();
        throw new OperationException(
                Outcome.FAILED,
                Messages.of(
                        LocalJenkins.class,
                        "jenkins.not.up",
                        logFile(),
                        String.join(
                                "\n",
                                lines.subList(Math.max(0, lines.size() - 30), lines.size()))));
    }

    /** Where its own log is. */
    public Path logFile() {
        return home.resolve(LOG);
    }

    /** Its own log so far. */
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Waits until it ends. */
    public void join() throws InterruptedException {
        try {
            process.onExit().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Ends it at once, as {@code kill -9} or a power cut does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        join();
    }

    /** Ends it as an administrator does: it may save what runs. */
    @Override
    public void close() {
        CompletableFuture<ProcessHandle> end = process.onExit();
        process.destroy();
        try {
            end.get(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
