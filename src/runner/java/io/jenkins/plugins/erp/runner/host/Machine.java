package io.jenkins.plugins.erp.runner.host;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * This machine, or a part of it that is set apart: commands whose output goes to {@code host.log},
 * and daemons that outlive this process.
 */
final class Machine {
    static final String LOOPBACK = "127.0.0.1";

    private final Path state;
    private final List<String> within;
    private final Shell shell = new LocalShell();

    Machine(Path state) {
        this(state, List.of());
    }

    /**
     * With something before each command.
     *
     * @param within what leads into the part that is meant, such as {@code nsenter} with its words
     */
    Machine(Path state, List<String> within) {
        this.state = state;
        this.within = List.copyOf(within);
    }

    Path log() {
        return state.resolve("host.log");
    }

    /** Whether a command can be run and ends with 0. */
    boolean succeeds(String... argv) throws InterruptedException {
        return answer(argv).isPresent();
    }

    /** What a command prints, trimmed, where it ends with 0. */
    Optional<String> answer(String... argv) throws InterruptedException {
        try {
            CommandResult result =
                    shell.run(there(Command.of(argv)).withTimeout(Duration.ofSeconds(30)));
            return result.ok() ? Optional.of(result.stdout().trim()) : Optional.empty();
        } catch (ShellException e) {
            return Optional.empty();
        }
    }

    /** Runs a command that has to succeed; its lines go to the log. */
    CommandResult run(Command command) throws HostException, InterruptedException {
        try (BufferedWriter log = appender()) {
            log.write("$ " + command + "\n");
            Output output =
                    (stream, line) -> {
                        synchronized (log) {
                            try {
                                log.write(line + "\n");
                                log.flush();
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        }
                    };
            return shell.run(there(command), output).orThrow();
        } catch (ShellException e) {
            throw new HostException(e.getMessage() + "\nThe whole output is in " + log(), e);
        } catch (IOException e) {
            throw new HostException("cannot write " + log() + ": " + e.getMessage(), e);
        }
    }

    private Command there(Command command) {
        List<String> argv = new ArrayList<>(within);
        argv.addAll(command.argv());
        return command.withArgv(argv);
    }

    private BufferedWriter appender() throws IOException {
        Files.createDirectories(state);
        return Files.newBufferedWriter(log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /**
     * Starts a daemon in a session of its own.
     *
     * @param name of its log file
     * @return its process id
     */
    long start(String name, List<String> argv) throws HostException {
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(within);
        detached.addAll(argv);
        try {
            Files.createDirectories(state);
            return new ProcessBuilder(detached)
                    .redirectInput(new java.io.File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(daemonLog(name).toFile()))
                    .start()
                    .pid();
        } catch (IOException e) {
            throw new HostException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    Path daemonLog(String name) {
        return state.resolve(name + ".log");
    }

    /** The last lines of a daemon's log, for an error. */
    String lastLines(String name) {
        try {
            List<String> lines = Files.readAllLines(daemonLog(name));
            StringBuilder text = new StringBuilder();
            lines.subList(Math.max(0, lines.size() - 8), lines.size())
                    .forEach(line -> text.append("\n    | ").append(line));
            return text.toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Waits until something holds, at most so long. */
    boolean await(Duration most, Check check) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < end) {
            if (check.holds()) {
                return true;
            }
            Thread.sleep(100);
        }
        return false;
    }

    /** Something to wait for. */
    @FunctionalInterface
    interface Check {
        boolean holds() throws InterruptedException;
    }

    /** Whether something listens on a loopback port. */
    static boolean listens(int port) {
        return listens(LOOPBACK, port);
    }

    /** Whether something listens on a port of an address. */
    static boolean listens(String address, int port) {
        if (port == 0) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A port of 127.0.0.1 that is free now: the one asked for, or any. */
    static int freePort(int wanted) throws HostException {
        for (int port : new int[] {wanted, 0}) {
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: any other will do
            }
        }
        throw new HostException("no free port on 127.0.0.1");
    }

    /**
     * Whether a process is the daemon that was started under that id: after a restart of the
     * machine the id may be anybody's.
     *
     * @param mentions part of its command line
     */
    static boolean runs(long pid, String mentions) {
        return pid > 0 && mentions(pid, mentions) && !defunct(pid);
    }

    private static boolean mentions(long pid, String text) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"))
                    .replace('\0', ' ')
                    .contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Ends a daemon that was started here and waits for its end; one that does not go is killed.
     *
     * @param mentions part of its command line; a process without it is left alone
     * @param most to wait; an engine stops its containers first
     */
    void end(long pid, String mentions, Duration most) throws InterruptedException {
        if (!runs(pid, mentions)) {
            return;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        process.ifPresent(ProcessHandle::destroy);
        if (!await(most, () -> !runs(pid, mentions))) {
            process.ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Whether a process has ended and only waits to be collected. */
    private static boolean defunct(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).matches("(?s).*\\) Z .*");
        } catch (IOException e) {
            return true;
        }
    }

    /** Deletes a directory with all that is in it; follows no link. */
    static void delete(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
