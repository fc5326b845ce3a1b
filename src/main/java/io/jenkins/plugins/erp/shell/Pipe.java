package io.jenkins.plugins.erp.shell;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * What one command prints, fed to another one elsewhere, as {@code a | b} does, at the pace of the
 * slower; the first one's failure is the whole's.
 */
public final class Pipe {

    private Pipe() {}

    /** What is between the two commands. */
    @FunctionalInterface
    public interface Through {
        /** Reads to the end and writes what is to arrive. */
        void pass(InputStream from, OutputStream to) throws IOException;
    }

    /** What is done with what a command prints. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Reads to the end. */
        T read(InputStream from) throws IOException;
    }

    /**
     * Runs both. The second is ended when the first fails, and sees no end of its input then; the
     * first is ended when the second ends early or the caller is interrupted.
     *
     * @return how the second ended
     * @throws FeedFailedException when the first failed, with its last lines
     * @throws ShellException when one could not be run
     */
    public static CommandResult run(
            Shell from, Command source, Shell to, Command sink, Through through, Output output)
            throws ShellException, InterruptedException {
        try (Source begun = Source.start(from, source)) {
            return to.feed(sink, stdin -> through.pass(begun.stream(), stdin), output);
        }
    }

    /**
     * Runs a command whose output is too much to be held in memory.
     *
     * @throws ShellException when it failed, with its last lines, or what it printed was not to be
     *     read
     */
    public static <T> T read(Shell from, Command source, Reading<T> reading)
            throws ShellException, InterruptedException {
        try (Source begun = Source.start(from, source)) {
            return reading.read(begun.stream());
        } catch (InterruptedIOException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            throw new ShellException(e.getMessage());
        }
    }

    /** The command that prints: its output ends well only where it did. */
    private static final class Source implements AutoCloseable {
        private final Shell shell;
        private final Command command;
        private final Conversation conversation;
        private final OutputCollector collector;
        private final Thread errors;

        private Source(Shell shell, Command command, Conversation conversation) {
            this.shell = shell;
            this.command = command;
            this.conversation = conversation;
            collector = new OutputCollector(conversation.masker(), Output.NONE);
            errors = new Thread(this::drain, "pipe-stderr");
            errors.setDaemon(true);
        }

        static Source start(Shell shell, Command command)
                throws ShellException, InterruptedException {
            Optional<Conversation> conversation = shell.converse(command);
            if (conversation.isEmpty()) {
                throw new ShellException(
                        "what a command prints on " + shell.where() + " cannot be streamed");
            }
            Source source = new Source(shell, command, conversation.get());
            source.errors.start();
            try {
                conversation.get().stdin().close();
            } catch (IOException e) {
                // it is gone already, which its exit code tells
            }
            return source;
        }

        private void drain() {
            try {
                conversation.stderr().transferTo(collector.stderr());
            } catch (IOException e) {
                // ended: all there was has been read
            }
        }

        InputStream stream() {
            return new FilterInputStream(conversation.stdout()) {
                @Override
                public int read() throws IOException {
                    int b = in.read();
                    if (b < 0) {
                        ended();
                    }
                    return b;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int n = in.read(bytes, offset, length);
                    if (n < 0) {
                        ended();
                    }
                    return n;
                }
            };
        }

        private void ended() throws IOException {
            try {
                int code = conversation.exitCode();
                errors.join(500);
                if (code != 0) {
                    throw new IOException(
                            command
                                    + " failed on "
                                    + shell.where()
                                    + ", exit code "
                                    + code
                                    + said());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }

        private String said() {
            collector.close();
            List<String> tail = collector.tail();
            StringBuilder text = new StringBuilder();
            for (String line : tail.subList(Math.max(0, tail.size() - 8), tail.size())) {
                text.append("\n    | ").append(line);
            }
            return text.toString();
        }

        @Override
        public void close() {
            conversation.close();
            collector.close();
        }
    }
}
