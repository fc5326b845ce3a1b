package io.jenkins.plugins.erp.shell;

import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes the bytes of a running program's two streams, hands them on as masked lines and keeps what
 * a {@link CommandResult} needs. Every shell uses one for each command.
 */
public final class OutputCollector implements AutoCloseable {
    /** Lines kept of both streams together. */
    public static final int TAIL = 40;

    private final SecretMasker masker;
    private final Output output;
    private final Deque<String> tail = new ArrayDeque<>();
    private final StringBuilder stdout = new StringBuilder();
    private final LineDecoder out;
    private final LineDecoder err;
    private final AtomicInteger busy = new AtomicInteger();
    private volatile long lastByte = System.nanoTime();
    private boolean closed;
    private RuntimeException failure;

    /** For one command. */
    public OutputCollector(SecretMasker masker, Output output) {
        this.masker = masker;
        this.output = output;
        out = new LineDecoder(masker, line -> line(Output.Stream.STDOUT, line), this::keep);
        err = new LineDecoder(masker, line -> line(Output.Stream.STDERR, line), text -> {});
    }

    /** Where the program's standard output goes. */
    public OutputStream stdout() {
        return new Sink(out);
    }

    /** Where the program's standard error goes. */
    public OutputStream stderr() {
        return new Sink(err);
    }

    /** Hands on what is left without a line end; what comes later is dropped. */
    @Override
    public void close() {
        out.end();
        err.end();
        synchronized (this) {
            closed = true;
        }
    }

    /** The standard output as it was printed, at most {@link CommandResult#MAX_STDOUT} long. */
    public synchronized String text() {
        return stdout.toString();
    }

    /** The last lines of both streams, masked. */
    public synchronized List<String> tail() {
        return List.copyOf(new ArrayList<>(tail));
    }

    /**
     * Throws what the receiver of the lines threw, if it did: the program was not held up by that,
     * but its lines were lost.
     */
    public synchronized void rethrow() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Nanoseconds since the last byte was dealt with; none while one is. */
    long quiet() {
        return busy.get() > 0 ? 0 : System.nanoTime() - lastByte;
    }

    private synchronized void keep(String text) {
        int room = CommandResult.MAX_STDOUT - stdout.length();
        if (!closed && room > 0) {
            stdout.append(text, 0, Math.min(room, text.length()));
        }
    }

    private void line(Output.Stream stream, String raw) {
        String line = masker.mask(raw);
        synchronized (this) {
            if (closed) {
                return;
            }
            tail.addLast(line);
            if (tail.size() > TAIL) {
                tail.removeFirst();
            }
            if (failure != null) {
                return;
            }
        }
        try {
            output.line(stream, line);
        } catch (RuntimeException e) {
            synchronized (this) {
                failure = failure == null ? e : failure;
            }
        }
    }

    private final class Sink extends OutputStream {
        private final LineDecoder decoder;

        Sink(LineDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            busy.incrementAndGet();
            try {
                decoder.feed(bytes, offset, length);
            } finally {
                lastByte = System.nanoTime();
                busy.decrementAndGet();
            }
        }
    }
}
