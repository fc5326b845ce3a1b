package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Feed;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A second Docker engine, empty, beside the one that is there. */
final class ThrowAwayEngine implements AutoCloseable {
    private static final int TRIES = 120;
    private static final long WAIT_MILLIS = 250;

    private final Path directory;
    private final Process process;

    private ThrowAwayEngine(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /** Starts one, or the test is skipped. */
    static ThrowAwayEngine orSkip() throws Exception {
        // a control socket's path has to be short
        Path directory = Files.createTempDirectory("erp-engine");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process process;
        try {
            process =
                    new ProcessBuilder(
                                    "dockerd",
                                    "--data-root",
                                    directory.resolve("data").toString(),
                                    "--exec-root",
                                    directory.resolve("exec").toString(),
                                    "--pidfile",
                                    directory.resolve("pid").toString(),
                                    "--host",
                                    "unix://" + directory.resolve("socket"),
                                    "--bridge",
                                    "none",
                                    "--iptables=false",
                                    "--ip6tables=false")
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("log").toFile())
                            .start();
        } catch (java.io.IOException e) {
            return Assumptions.abort("SKIPPED: no second Docker engine: " + e.getMessage());
        }
        ThrowAwayEngine engine = new ThrowAwayEngine(directory, process);
        for (int i = 0; i < TRIES && process.isAlive(); i++) {
            if (engine.of(new LocalShell()).run(Command.of("docker", "version")).ok()) {
                Files.setPosixFilePermissions(
                        directory.resolve("socket"), PosixFilePermissions.fromString("rw-rw-rw-"));
                return engine;
            }
            Thread.sleep(WAIT_MILLIS);
        }
        String log = Files.readString(directory.resolve("log"));
        engine.close();
        return Assumptions.abort(
                "SKIPPED: no second Docker engine: "
                        + log.substring(Math.max(0, log.length() - 300)));
    }

    /** A shell whose Docker commands this engine answers. */
    Shell of(Shell shell) {
        return new Its(shell, "unix://" + directory.resolve("socket"));
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        new LocalShell().run(Command.of("rm", "-rf", "--", directory.toString()));
    }

    private record Its(Shell inner, String socket) implements Shell {
        @Override
        public String where() {
            return inner.where();
        }

        @Override
        public CommandResult run(Command command, Output output)
                throws ShellException, InterruptedException {
            return inner.run(command.withEnv("DOCKER_HOST", socket), output);
        }

        @Override
        public boolean streams() {
            return inner.streams();
        }

        @Override
        public CommandResult feed(Command command, Feed feed, Output output)
                throws ShellException, InterruptedException {
            return inner.feed(command.withEnv("DOCKER_HOST", socket), feed, output);
        }
    }
}
