package io.jenkins.plugins.erp.shell;

import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs commands on this machine. Immutable; safe for many threads. */
public final class LocalShell implements Shell {
    /** How long a process tree may take to end by itself once asked. */
    static final Duration GRACE = Duration.ofSeconds(3);

    /**
     * How long a stream held open by what a program left running is read on, after its last byte.
     */
    private static final Duration QUIET = Duration.ofMillis(500);

    private final Map<String, String> environment;
    private final Optional<Path> directory;
    private final Supplier<SecretMasker> masker;

    /** With this process's environment and directory. */
    public LocalShell() {
        this(Map.of(), Optional.empty(), () -> SecretMasker.NONE);
    }

    private LocalShell(
            Map<String, String> environment,
            Optional<Path> directory,
            Supplier<SecretMasker> masker) {
        this.environment = Map.copyOf(environment);
        this.directory = directory;
        this.masker = masker;
    }

    /** The same with more variables for every command. */
    public LocalShell withEnvironment(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return new LocalShell(all, directory, masker);
    }

    /** The same, run in a directory; a command's own relative directory is taken from there. */
    public LocalShell in(Path path) {
        return new LocalShell(environment, Optional.of(path), masker);
    }

    /** The same with secrets masked in what every command prints; asked anew for each command. */
    public LocalShell masking(Supplier<SecretMasker> secrets) {
        return new LocalShell(environment, directory, secrets);
    }

    @Override
    public String where() {
        return "this machine";
    }

    @Override
    public CommandResult run(Command command, Output output)
            throws ShellException, InterruptedException {
        return run(command, Optional.empty(), output);
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public CommandResult feed(Command command, Feed feed, Output output)
            throws ShellException, InterruptedException {
        return run(command, Optional.of(feed), output);
    }

    private CommandResult run(Command command, Optional<Feed> more, Output output)
            throws ShellException, InterruptedException {
        long begin = System.nanoTime();
        Process process = start(command);
        try (OutputCollector collector =
                new OutputCollector(masker.get().and(command.secrets()), output)) {
            Thread out = pump("stdout", process.getInputStream(), collector.stdout());
            Thread err = pump("stderr", process.getErrorStream(), collector.stderr());
            Optional<Feeding> feeding = more.map(f -> new Feeding(process, command.stdin(), f));
            if (feeding.isPresent()) {
                feeding.get().start();
            } else {
                feed(process.getOutputStream(), command.stdin());
            }
            boolean ended;
            try {
                ended = process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
                if (ended) {
                    drain(collector, out, err);
                }
            } catch (InterruptedException e) {
                ProcessTree.kill(process, GRACE);
                throw e;
            }
            if (!ended) {
                ProcessTree.kill(process, GRACE);
                drain(collector, out, err);
                collector.close();
                throw new CommandTimedOutException(command, where(), collector.tail());
            }
            collector.close();
            collector.rethrow();
            if (feeding.isPresent()) {
                feeding.get().rethrow(command);
            }
            return new CommandResult(
                    command,
                    where(),
                    process.exitValue(),
                    collector.text(),
                    collector.tail(),
                    Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    @Override
    public Optional<Conversation> converse(Command command) throws ShellException {
        return Optional.of(new LocalConversation(start(command), masker));
    }

    private record LocalConversation(Process process, Supplier<SecretMasker> masking)
            implements Conversation {
        @Override
        public OutputStream stdin() {
            return process.getOutputStream();
        }

        @Override
        public InputStream stdout() {
            return process.getInputStream();
        }

        @Override
        public InputStream stderr() {
            return process.getErrorStream();
        }

        @Override
        public SecretMasker masker() {
            return masking.get();
        }

        @Override
        public int exitCode() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private Process start(Command command) throws ShellException {
        ProcessBuilder builder = new ProcessBuilder(command.argv());
        File where =
                command.directory()
                        .map(d -> directory.map(base -> base.resolve(d)).orElse(Path.of(d)))
                        .or(() -> directory)
                        .map(Path::toFile)
                        .orElse(null);
        if (where != null && !where.isDirectory()) {
            throw new ShellException(
                    "there is no directory " + where + " on " + where() + " to run in: " + command);
        }
        builder.directory(where);
        builder.environment().putAll(environment);
        builder.environment().putAll(command.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("error=2,")) {
                throw new ProgramMissingException(command.argv().get(0), where());
            }
            // the rest of the reason repeats program and directory
            String shown =
                    reason.substring(reason.indexOf("error=") < 0 ? 0 : reason.indexOf("error="));
            throw new ShellException(
                    "cannot be started on " + where() + ": " + command + " (" + shown + ")");
        }
    }

    private static Thread pump(String name, InputStream from, OutputStream to) {
        Thread thread =
                new Thread(
                        () -> {
                            try (from) {
                                from.transferTo(to);
                            } catch (IOException e) {
                                // closed because the process ended: all there was has been read
                            }
                        },
                        "command-" + name);
        // a program left running may hold the stream open for ever
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Feeds a process on a thread of its own, and ends it when the feed fails. */
    private static final class Feeding extends Thread {
        private final Process process;
        private final byte[] before;
        private final Feed feed;
        private volatile Optional<String> failure = Optional.empty();

        Feeding(Process process, byte[] before, Feed feed) {
            super("command-feed");
            setDaemon(true);
            this.process = process;
            this.before = before;
            this.feed = feed;
        }

        @Override
        public void run() {
            Stdin stdin = new Stdin(process.getOutputStream());
            try {
                stdin.write(before);
                feed.writeTo(stdin);
                stdin.close();
            } catch (IOException | RuntimeException e) {
                // a program that ended before it read all tells so by its exit code
                if (!stdin.broken) {
                    failure = Optional.of(String.valueOf(e.getMessage()));
                    // before its input ends: an end is what says that all has come
                    ProcessTree.kill(process, GRACE);
                }
            }
        }

        void rethrow(Command command) throws FeedFailedException {
            if (failure.isPresent()) {
                throw new FeedFailedException(
                        failure.get() + "\nWhat it was for has been ended: " + command);
            }
        }
    }

    /** Remembers whether it was the process that took no more. */
    private static final class Stdin extends FilterOutputStream {
        private boolean broken;

        Stdin(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            flush();
            out.close();
        }
    }

    private static void feed(OutputStream to, byte[] bytes) {
        if (bytes.length == 0) {
            try {
                to.close();
            } catch (IOException e) {
                // the program is gone already, which its exit code tells
            }
            return;
        }
        Thread thread =
                new Thread(
                        () -> {
                            try (to) {
                                to.write(bytes);
                            } catch (IOException e) {
                                // the program ended, or closed its input, before it read all: its
                                // right
                            }
                        },
                        "command-stdin");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for the rest of both streams. A program that left another one running with its streams
     * (a daemon) is not waited for once nothing comes any more.
     */
    private static void drain(OutputCollector collector, Thread... pumps)
            throws InterruptedException {
        long begin = System.nanoTime();
        for (Thread pump : pumps) {
            while (pump.isAlive()
                    && Math.min(collector.quiet(), System.nanoTime() - begin) < QUIET.toNanos()) {
                pump.join(10);
            }
        }
    }
}
