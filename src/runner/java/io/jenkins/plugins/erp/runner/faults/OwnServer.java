package io.jenkins.plugins.erp.runner.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A daemon on a loopback port that nobody else uses, to be taken away and given back. */
final class OwnServer implements AutoCloseable {
    private static final int TRIES = 100;

    private final List<String> argv;
    private final int port;
    private final Path log;
    private Process process;

    OwnServer(List<String> argv, int port, Path log) {
        this.argv = List.copyOf(argv);
        this.port = port;
        this.log = log;
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    void start() throws IOException, InterruptedException {
        process =
                new ProcessBuilder(argv)
                        .redirectInput(new java.io.File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        for (int i = 0; i < TRIES; i++) {
            if (listens()) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IOException(argv.get(0) + " does not listen on " + port + "; see " + log);
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The processes that serve somebody; what those have started is left out. */
    private List<ProcessHandle> sessions() {
        return process.descendants()
                .filter(p -> p.info().command().filter(c -> c.equals(argv.get(0))).isPresent())
                .toList();
    }

    /** Kills the processes that serve somebody. */
    int cut() {
        List<ProcessHandle> sessions = sessions();
        sessions.forEach(ProcessHandle::destroyForcibly);
        return sessions.size();
    }

    /** Ends it, those that serve somebody too. */
    void stop() throws InterruptedException {
        List<ProcessHandle> sessions = sessions();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        sessions.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        if (process != null) {
            cut();
            process.destroyForcibly();
        }
    }
}
