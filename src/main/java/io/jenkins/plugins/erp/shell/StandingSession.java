package io.jenkins.plugins.erp.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A loop on a host that runs one command after another, so that none needs a process of the SSH
 * client and a session of the server of its own (see {@link RemoteCommand} for what goes over the
 * wire). For one command at a time.
 */
final class StandingSession implements AutoCloseable {
    /** How long a session that was interrupted may take to be ready for the next command. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    /** Ends on the host what a command left running there. */
    @FunctionalInterface
    interface Killer {
        void kill(RemoteCommand remote) throws InterruptedException;
    }

    /** How a session said that it began. */
    enum Greeting {
        READY,
        /** the host lacks what the loop needs */
        IMPOSSIBLE,
        /** it ended, or said nothing in time */
        FAILED
    }

    private final Conversation conversation;
    private final MarkedStream out = new MarkedStream();
    private final MarkedStream err = new MarkedStream();
    private OptionalLong before = OptionalLong.empty();
    private volatile boolean usable = true;

    /** Over a conversation with the loop; {@link #greet} comes first. */
    StandingSession(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Waits until the loop has said whether it can work. */
    Greeting greet(String nonce, Duration limit) throws InterruptedException {
        CompletableFuture<Greeting> said = new CompletableFuture<>();
        err.expect(
                RemoteCommand.marker(nonce),
                new MarkedStream.Receiver() {
                    @Override
                    public void bytes(byte[] bytes, int offset, int length) {
                        // a banner, or the client's words, which the way without a session repeats
                    }

                    @Override
                    public boolean mark(String mark) {
                        said.complete("yes".equals(mark) ? Greeting.READY : Greeting.IMPOSSIBLE);
                        return false;
                    }

                    @Override
                    public void ended() {
                        said.complete(Greeting.FAILED);
                    }
                });
        pump("session-stdout", conversation.stdout(), out);
        pump("session-stderr", conversation.stderr(), err);
        Greeting greeting = Greeting.FAILED;
        try {
            greeting = said.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // said nothing
        } finally {
            if (greeting != Greeting.READY) {
                close();
            }
        }
        return greeting;
    }

    /** Whether it can take one more command. */
    boolean usable() {
        return usable;
    }

    /**
     * Runs a command.
     *
     * @param where the host, for people
     * @return with exit code 255 and {@link #usable()} false where the session ended before the
     *     command did, or before it began
     */
    CommandResult run(
            Command command, RemoteCommand remote, Output output, String where, Killer killer)
            throws ShellException, InterruptedException {
        long begin = System.nanoTime();
        try (OutputCollector collector =
                new OutputCollector(conversation.masker().and(command.secrets()), output)) {
            CompletableFuture<Integer> code = new CompletableFuture<>();
            CompletableFuture<Integer> drained = new CompletableFuture<>();
            out.expect(remote.marker(), receiver(remote, collector.stdout(), drained, drained));
            err.expect(remote.marker(), receiver(remote, collector.stderr(), code, drained));
            send(remote.request(before));
            CompletableFuture<Void> both = CompletableFuture.allOf(code, drained);
            try {
                both.get(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                stop(remote, both, killer);
                throw e;
            } catch (TimeoutException e) {
                stop(remote, both, killer);
                collector.close();
                throw new CommandTimedOutException(command, where, collector.tail());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
            before = remote.group();
            collector.close();
            collector.rethrow();
            return new CommandResult(
                    command,
                    where,
                    code.join(),
                    collector.text(),
                    collector.tail(),
                    Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /**
     * Tells the loop the end and reads on what something left running prints, so that it is not
     * hurt by a closed stream.
     */
    void retire() {
        usable = false;
        try {
            conversation.stdin().close();
        } catch (IOException e) {
            // it has gone already
        }
    }

    /** Ends the session and what runs in it. */
    @Override
    public void close() {
        usable = false;
        conversation.close();
    }

    private MarkedStream.Receiver receiver(
            RemoteCommand remote,
            OutputStream to,
            CompletableFuture<Integer> done,
            CompletableFuture<Integer> other) {
        return new MarkedStream.Receiver() {
            @Override
            public void bytes(byte[] bytes, int offset, int length) {
                try {
                    to.write(bytes, offset, length);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }

            @Override
            public boolean mark(String mark) {
                if ("end".equals(mark)) {
                    done.complete(0);
                    return false;
                }
                if (mark.startsWith("end ")) {
                    int code = Integer.parseInt(mark.substring("end ".length()));
                    if (code == 255) {
                        remote.mark("exit");
                    }
                    done.complete(code);
                    return false;
                }
                if ("busy".equals(mark)) {
                    usable = false;
                    done.complete(255);
                    other.complete(255);
                    return false;
                }
                remote.mark(mark);
                return true;
            }

            @Override
            public void ended() {
                usable = false;
                done.complete(255);
            }
        };
    }

    private void send(byte[] request) {
        try {
            conversation.stdin().write(request);
            conversation.stdin().flush();
        } catch (IOException e) {
            // the loop has gone, which the end of its streams tells
        }
    }

    /** Ends the program; the session goes with it unless the loop soon says that it is back. */
    private void stop(RemoteCommand remote, CompletableFuture<Void> both, Killer killer)
            throws InterruptedException {
        boolean back = false;
        try {
            killer.kill(remote);
            both.get(SETTLE.toMillis(), TimeUnit.MILLISECONDS);
            // what is left of the group now is dead, and waits at most for init to take note
            before = OptionalLong.empty();
            back = true;
        } catch (TimeoutException | ExecutionException e) {
            // then the session is no more to be trusted
        } finally {
            if (!back) {
                close();
            }
        }
    }

    private static void pump(String name, InputStream from, MarkedStream to) {
        Thread thread =
                new Thread(
                        () -> {
                            byte[] portion = new byte[64 * 1024];
                            try (from) {
                                for (int n = from.read(portion); n >= 0; n = from.read(portion)) {
                                    to.feed(portion, n);
                                }
                            } catch (IOException e) {
                                // closed because the process ended
                            } finally {
                                to.end();
                            }
                        },
                        name);
        thread.setDaemon(true);
        thread.start();
    }
}
