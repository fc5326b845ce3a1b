package io.jenkins.plugins.erp.runner.load;

import io.jenkins.plugins.erp.runner.load.LoadProfile.Ask;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server on this machine at a steady rate, whether or not earlier answers have come: what
 * clients out there would see. One thread does it all, so that hundreds of requests a second leave
 * the machine to what is measured. As browsers do it, and only so, a request is sent a second time:
 * on a new connection, when the server had closed the kept one before any of the answer came; those
 * are counted (Nginx closes what lies idle whenever it loads its configuration). Times count from
 * when a request was due. Bounded in rate, in requests altogether and under way, and in how long
 * one may take.
 */
public final class LoadClient implements Traffic {
    private static final int UNDER_WAY = 1500;
    private static final int REASONS = 2000;

    /** Sees each answer as it comes, on the client's thread. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * An answer came, or none.
         *
         * @param body empty when there was none
         */
        void answered(Sample sample, String body);
    }

    private final LoadProfile profile;
    private final Watcher watcher;
    private final InetSocketAddress address;
    private final Selector selector;
    private final Thread thread = new Thread(this::work, "load client");
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Deque<Exchange> waiting = new ArrayDeque<>();
    private final Deque<SocketChannel> idle = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private int underWay;
    private int again;
    private long begin;
    private long beginMillis;
    private long endMillis;
    private volatile boolean stopping;
    private volatile boolean closed;

    /** One request and what has come of it. */
    private static final class Exchange {
        private final Ask ask;
        private final long due;
        private final boolean keeps;
        private final boolean reused;
        private final SocketChannel channel;
        private final ByteBuffer out;
        private final HttpAnswer answer = new HttpAnswer();
        private boolean over;

        Exchange(
                Ask ask,
                long due,
                boolean keeps,
                boolean reused,
                SocketChannel channel,
                ByteBuffer out) {
            this.ask = ask;
            this.due = due;
            this.keeps = keeps;
            this.reused = reused;
            this.channel = channel;
            this.out = out;
        }
    }

    /** Asks in turn for each of a list; see {@link LoadProfile#of}. */
    public LoadClient(URI base, int perSecond, List<Ask> asks) throws IOException {
        this(LoadProfile.of(base, perSecond, asks), (sample, body) -> {});
    }

    /**
     * As a profile says.
     *
     * @throws IllegalArgumentException when the server is not on a loopback address
     */
    public LoadClient(LoadProfile profile, Watcher watcher) throws IOException {
        URI base = profile.base();
        InetAddress host = InetAddress.getByName(base.getHost());
        if (!host.isLoopbackAddress()) {
            throw new IllegalArgumentException(base + " is not on this machine's loopback address");
        }
        this.profile = profile;
        this.watcher = watcher;
        this.address = new InetSocketAddress(host, base.getPort() < 0 ? 80 : base.getPort());
        this.selector = Selector.open();
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        begin = System.nanoTime();
        beginMillis = System.currentTimeMillis();
        thread.start();
    }

    @Override
    public Report stop() throws InterruptedException {
        stopping = true;
        selector.wakeup();
        // those under way count: they were asked
        thread.join();
        List<Sample> ordered = new ArrayList<>(samples);
        ordered.sort(Comparator.comparingLong(Sample::atMillis));
        return Report.of(ordered, failures, again, beginMillis, endMillis);
    }

    @Override
    public void close() {
        closed = true;
        stopping = true;
        selector.wakeup();
    }

    private void work() {
        try {
            long period = TimeUnit.SECONDS.toNanos(1) / profile.perSecond();
            int number = 0;
            while (!closed && !(stopping && underWay == 0)) {
                long now = System.nanoTime() - begin;
                while (!stopping && number < profile.most() && number * period <= now) {
                    ask(number, number * period);
                    number++;
                }
                if (stopping && endMillis == 0) {
                    endMillis = System.currentTimeMillis();
                }
                long next = stopping || number >= profile.most() ? Long.MAX_VALUE : number * period;
                next = Math.min(next, expire(now));
                await(next - (System.nanoTime() - begin));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the load client cannot go on", e);
        } finally {
            endMillis = endMillis == 0 ? System.currentTimeMillis() : endMillis;
            for (SelectionKey key : selector.keys()) {
                quietly(key.channel());
            }
            quietly(selector);
        }
    }

    private void await(long nanos) throws IOException {
        long millis = Math.min(1000, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
        if (millis <= 0) {
            selector.selectNow();
        } else {
            selector.select(millis);
        }
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
            SelectionKey key = keys.next();
            keys.remove();
            if (key.attachment() instanceof Exchange exchange) {
                move(exchange, key);
            } else if (key.isValid()) {
                // the server has closed one that lay idle
                idle.remove((SocketChannel) key.channel());
                quietly(key.channel());
            }
        }
    }

    /** Ends what took too long; gives when the next one would. */
    private long expire(long now) {
        while (!waiting.isEmpty()) {
            Exchange first = waiting.peek();
            if (!first.over && first.due + profile.timeout().toNanos() > now) {
                return first.due + profile.timeout().toNanos();
            }
            waiting.poll();
            if (!first.over) {
                String had = first.answer.begun() ? "part of an answer" : "no answer";
                fail(first, had + " within " + profile.timeout().toMillis() + " ms");
            }
        }
        return Long.MAX_VALUE;
    }

    private void ask(int number, long due) {
        Ask ask = profile.asks().get(number % profile.asks().size());
        boolean keeps = profile.keeps(number);
        if (underWay >= UNDER_WAY) {
            note(ask, due, 0, "", "not sent: " + UNDER_WAY + " are under way already");
            return;
        }
        send(ask, due, keeps, keeps ? alive() : null);
    }

    /** Sends a request on a kept connection, or on a new one where that is null. */
    private void send(Ask ask, long due, boolean keeps, SocketChannel old) {
        underWay++;
        SocketChannel channel = old;
        Exchange exchange = null;
        try {
            boolean connected = true;
            if (channel == null) {
                channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                connected = channel.connect(address);
            }
            exchange = new Exchange(ask, due, keeps, old != null, channel, bytes(ask, keeps));
            waiting.add(exchange);
            SelectionKey key = channel.keyFor(selector);
            int what = connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
            if (key == null) {
                key = channel.register(selector, what, exchange);
            } else {
                key.attach(exchange);
                key.interestOps(what);
            }
            if (connected) {
                write(exchange, key);
            }
        } catch (IOException | RuntimeException e) {
            if (exchange == null) {
                exchange = new Exchange(ask, due, keeps, false, channel, ByteBuffer.allocate(0));
            }
            lost(exchange, reason(e));
        }
    }

    /** An idle connection that the server has not closed. */
    private SocketChannel alive() {
        while (!idle.isEmpty()) {
            SocketChannel channel = idle.pop();
            buffer.clear();
            try {
                if (channel.read(buffer) == 0) {
                    return channel;
                }
            } catch (IOException e) {
                // closed as well
            }
            quietly(channel);
        }
        return null;
    }

    private ByteBuffer bytes(Ask ask, boolean keeps) {
        StringBuilder head = new StringBuilder(256);
        head.append(ask.method()).append(' ').append(ask.path()).append(" HTTP/1.1\r\n");
        if (!ask.headers().containsKey("Host")) {
            head.append("Host: ").append(profile.base().getRawAuthority()).append("\r\n");
        }
        ask.headers().forEach((n, v) -> head.append(n).append(": ").append(v).append("\r\n"));
        head.append("Connection: ").append(keeps ? "keep-alive" : "close").append("\r\n");
        byte[] body = ask.body().getBytes(StandardCharsets.UTF_8);
        if (ask.method().equals("POST")) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
        }
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer all = ByteBuffer.allocate(first.length + body.length);
        return all.put(first).put(body).flip();
    }

    private void move(Exchange exchange, SelectionKey key) {
        try {
            if (!key.isValid() || exchange.over) {
                return;
            }
            if (key.isConnectable() && exchange.channel.finishConnect()) {
                write(exchange, key);
            } else if (key.isWritable()) {
                write(exchange, key);
            } else if (key.isReadable()) {
                read(exchange, key);
            }
        } catch (IOException | RuntimeException e) {
            lost(exchange, reason(e));
        }
    }

    private void write(Exchange exchange, SelectionKey key) throws IOException {
        exchange.channel.write(exchange.out);
        key.interestOps(
                exchange.out.hasRemaining()
                        ? SelectionKey.OP_WRITE | SelectionKey.OP_READ
                        : SelectionKey.OP_READ);
    }

    private void read(Exchange exchange, SelectionKey key) throws IOException {
        while (true) {
            buffer.clear();
            int got = exchange.channel.read(buffer);
            if (got == 0) {
                return;
            }
            boolean whole =
                    got < 0 ? exchange.answer.closed() : exchange.answer.take(buffer.flip());
            if (whole) {
                finish(exchange, key, got > 0);
                return;
            }
            if (got < 0) {
                lost(
                        exchange,
                        (exchange.reused ? "a kept connection" : "the connection")
                                + " was closed "
                                + (exchange.answer.begun() ? "amid" : "before")
                                + " the answer");
                return;
            }
        }
    }

    private void finish(Exchange exchange, SelectionKey key, boolean open) {
        HttpAnswer answer = exchange.answer;
        over(exchange);
        note(exchange.ask, exchange.due, answer.status(), answer.body(), "");
        if (open && exchange.keeps && answer.keeps() && !stopping) {
            key.attach(null);
            key.interestOps(SelectionKey.OP_READ);
            idle.push(exchange.channel);
        } else {
            quietly(exchange.channel);
        }
    }

    /** The connection is gone: the server may have closed it while the request was on its way. */
    private void lost(Exchange exchange, String why) {
        if (!exchange.reused || exchange.answer.begun() || closed) {
            fail(exchange, why);
            return;
        }
        over(exchange);
        quietly(exchange.channel);
        again++;
        send(exchange.ask, exchange.due, exchange.keeps, null);
    }

    private void fail(Exchange exchange, String why) {
        over(exchange);
        quietly(exchange.channel);
        note(exchange.ask, exchange.due, 0, "", why);
    }

    private void over(Exchange exchange) {
        exchange.over = true;
        underWay--;
    }

    private void note(Ask ask, long due, int status, String body, String why) {
        long at = beginMillis + TimeUnit.NANOSECONDS.toMillis(due);
        int millis = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin - due);
        Sample sample = new Sample(at, ask.method(), status, millis);
        samples.add(sample);
        watcher.answered(sample, body);
        if (!sample.good() && failures.size() < REASONS) {
            String reason = why.isEmpty() ? status + " " + cut(body) : why;
            failures.add(
                    ask.method()
                            + " "
                            + ask.path()
                            + ": "
                            + reason.strip()
                            + " (asked at "
                            + Instant.ofEpochMilli(at)
                            + ", "
                            + millis
                            + " ms)");
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static String cut(String body) {
        String line = body.strip().lines().findFirst().orElse("");
        return line.length() > 120 ? line.substring(0, 120) + "..." : line;
    }

    private static void quietly(AutoCloseable channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (Exception e) {
            // it is closed enough
        }
    }
}
