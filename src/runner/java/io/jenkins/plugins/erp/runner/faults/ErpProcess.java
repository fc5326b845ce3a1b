package io.jenkins.plugins.erp.runner.faults;

import io.jenkins.plugins.erp.deploy.DeployOperation;
import io.jenkins.plugins.erp.text.Messages;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code ./erp} as a process of its own, whose phases are seen in what it prints. */
final class ErpProcess {
    private static final Pattern PHASE = Pattern.compile("\\[\\d+(?:/\\d+)?\\] (.*)");
    private static final String MAIN = "io.jenkins.plugins.erp.runner.Main";

    private final String command;
    private final Process process;
    private final Consumer<String> listener;
    private final Thread reader = new Thread(this::read, "output of erp");
    private final List<String> lines = new ArrayList<>();
    private boolean over;

    private ErpProcess(String command, Process process, Consumer<String> listener) {
        this.command = command;
        this.process = process;
        this.listener = listener;
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it.
     *
     * @param environment all of it
     * @param listener gets each line
     * @param words the command and its arguments
     */
    static ErpProcess start(
            Path home,
            Path workspace,
            Map<String, String> environment,
            Consumer<String> listener,
            List<String> words)
            throws IOException {
        List<String> argv = argv(home, workspace, System.getProperty("java.class.path"), words);
        ProcessBuilder builder = new ProcessBuilder(argv).directory(workspace.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectInput(new java.io.File("/dev/null"));
        return new ErpProcess(words.get(0), builder.start(), listener);
    }

    static List<String> argv(Path home, Path workspace, String classPath, List<String> words) {
        List<String> argv =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:auto",
                                "-Dfile.encoding=UTF-8",
                                "-Derp.home=" + home,
                                "-cp",
                                classPath,
                                MAIN,
                                words.get(0)));
        argv.addAll(List.of("-C", workspace.toString(), "--lang", "en"));
        argv.addAll(words.subList(1, words.size()));
        return argv;
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(
                        new java.io.InputStreamReader(
                                process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                listener.accept(command + " | " + line);
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            listener.accept(command + " | its output ended: " + e.getMessage());
        } finally {
            synchronized (lines) {
                over = true;
                lines.notifyAll();
            }
        }
    }

    /** What it has started and what these have, as far as they run. */
    Stream<ProcessHandle> descendants() {
        return process.descendants();
    }

    /** The title that a phase has on the console. */
    static String title(String phase) {
        return Messages.of(Locale.ENGLISH, DeployOperation.class, "phase." + phase);
    }

    /** The title of the phase that a line begins, if it does. */
    static Optional<String> phaseOf(String line) {
        Matcher matcher = PHASE.matcher(line);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * Waits until a phase has begun.
     *
     * @return whether it has; else the process has ended without it
     */
    boolean reaches(String phase) throws InterruptedException {
        String wanted = title(phase);
        int next = 0;
        synchronized (lines) {
            while (true) {
                for (; next < lines.size(); next++) {
                    if (phaseOf(lines.get(next)).filter(wanted::equals).isPresent()) {
                        return true;
                    }
                }
                if (over) {
                    return false;
                }
                lines.wait();
            }
        }
    }

    /** What it has printed. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    String command() {
        return command;
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** SIGKILL: it gets to do nothing more. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM, as an abort does. */
    void abort() {
        process.destroy();
    }

    /** Waits for its end and gives its exit code; one that does not end is killed. */
    int await(Duration most) throws InterruptedException {
        if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
            listener.accept(command + " | has not ended in " + most.toSeconds() + " s");
            process.destroyForcibly();
        }
        int code = process.waitFor();
        // what it has started may hold its output open
        reader.join(2000);
        return code;
    }
}
