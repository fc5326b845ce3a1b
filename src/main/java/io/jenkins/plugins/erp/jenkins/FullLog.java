package io.jenkins.plugins.erp.jenkins;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import jenkins.util.BuildListenerAdapter;

/**
 * Everything an operation had to say, with times: a file in the build's directory while it runs (so
 * that a restart loses nothing), an artifact of the build afterwards.
 */
final class FullLog implements AutoCloseable {
    private static final String DIRECTORY = "erp";

    private final Path directory;
    private final String name;
    private final BufferedWriter writer;
    private boolean closed;

    private FullLog(Path directory, String name, BufferedWriter writer) {
        this.directory = directory;
        this.name = name;
        this.writer = writer;
    }

    /** Begins the file, or goes on with it. */
    static FullLog open(Path buildDirectory, String name) throws IOException {
        Path directory = Files.createDirectories(buildDirectory.resolve("erp-pipeline"));
        return new FullLog(
                directory,
                name,
                Files.newBufferedWriter(
                        directory.resolve(name),
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND));
    }

    /** Its path among the build's artifacts. */
    String artifact() {
        return DIRECTORY + "/" + name;
    }

    /** Writes one line. */
    synchronized void line(Console.Level level, String text) {
        if (closed) {
            return;
        }
        try {
            writer.write(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            writer.write(' ');
            writer.write(level.name().toLowerCase(Locale.ROOT));
            writer.write(' ');
            writer.write(text);
            writer.newLine();
            if (level != Console.Level.DETAIL) {
                writer.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the full log cannot be written: " + e.getMessage(), e);
        }
    }

    /** Closes the file and moves it to the build's artifacts; where that fails it stays. */
    void archive(Run<?, ?> build, TaskListener listener) {
        boolean interrupted = Thread.interrupted();
        try {
            close();
            build.pickArtifactManager()
                    .archive(
                            new FilePath(directory.toFile()),
                            new Launcher.LocalLauncher(listener),
                            BuildListenerAdapter.wrap(listener),
                            Map.of(artifact(), name));
            Files.deleteIfExists(directory.resolve(name));
            listener.getLogger().println(Texts.of(ErpStep.class, "log.archived", artifact()));
        } catch (IOException e) {
            listener.getLogger()
                    .println(Texts.of(ErpStep.class, "log.kept", directory, name, e.getMessage()));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            writer.close();
        }
    }
}
