package io.jenkins.plugins.erp.runner.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks a server on this machine at a steady rate, whether or not earlier answers have come: what a
 * client out there would see. Bounded in rate, in time and in requests under way.
 */
public final class LoadClient implements Traffic {
    private static final int FASTEST = 50;
    private static final int MOST = 60_000;
    private static final int UNDER_WAY = 64;
    private static final int SHOWN = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Something to ask for.
     *
     * @param method GET or POST
     * @param path with a leading slash
     * @param headers such as Authorization
     * @param body of a POST, JSON
     */
    public record Ask(String method, String path, Map<String, String> headers, String body) {
        /** A plain GET. */
        public static Ask get(String path) {
            return new Ask("GET", path, Map.of(), "");
        }
    }

    private final URI base;
    private final int perSecond;
    private final List<Ask> asks;
    private final HttpClient client;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1, daemon());
    private final java.util.concurrent.ExecutorService workers =
            Executors.newFixedThreadPool(UNDER_WAY, daemon());
    private final Semaphore free = new Semaphore(UNDER_WAY);
    private final List<Sample> samples = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger next = new AtomicInteger();
    private ScheduledFuture<?> ticking;

    /**
     * Asks in turn for each of a list.
     *
     * @param base of a server on a loopback address
     * @param perSecond 1 to 50
     */
    public LoadClient(URI base, int perSecond, List<Ask> asks) throws IOException {
        if (!InetAddress.getByName(base.getHost()).isLoopbackAddress()) {
            throw new IllegalArgumentException(base + " is not on this machine's loopback address");
        }
        if (perSecond < 1 || perSecond > FASTEST || asks.isEmpty()) {
            throw new IllegalArgumentException("1 to " + FASTEST + " requests a second");
        }
        this.base = base;
        this.perSecond = perSecond;
        this.asks = List.copyOf(asks);
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .executor(workers)
                        .build();
    }

    private static java.util.concurrent.ThreadFactory daemon() {
        return work -> {
            Thread thread = new Thread(work, "load client");
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public synchronized void start() {
        ticking =
                clock.scheduleAtFixedRate(
                        this::tick, 0, 1_000_000_000L / perSecond, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        int number = next.get();
        if (number >= MOST || !free.tryAcquire()) {
            // more than 64 unanswered: the server is down hard, and each of them will count
            return;
        }
        next.incrementAndGet();
        Ask ask = asks.get(number % asks.size());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(ask.path())).timeout(PATIENCE);
        ask.headers().forEach(request::header);
        if (ask.method().equals("POST")) {
            request.header("Content-Type", "application/json");
            request.POST(HttpRequest.BodyPublishers.ofString(ask.body()));
        }
        long at = System.currentTimeMillis();
        long begin = System.nanoTime();
        var unused =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                        .handle(
                                (response, problem) -> {
                                    int millis =
                                            (int)
                                                    TimeUnit.NANOSECONDS.toMillis(
                                                            System.nanoTime() - begin);
                                    note(ask, at, millis, response, problem);
                                    free.release();
                                    return null;
                                });
    }

    private void note(
            Ask ask, long at, int millis, HttpResponse<String> response, Throwable problem) {
        int status = problem == null ? response.statusCode() : 0;
        Sample sample = new Sample(at, ask.method(), status, millis);
        samples.add(sample);
        if (!sample.good() && failures.size() < SHOWN) {
            String why =
                    problem == null
                            ? status + " " + cut(response.body())
                            : String.valueOf(
                                    problem.getCause() == null ? problem : problem.getCause());
            failures.add(ask.method() + " " + ask.path() + ": " + why);
        }
    }

    private static String cut(String body) {
        String line = body.strip().lines().findFirst().orElse("");
        return line.length() > 120 ? line.substring(0, 120) + "..." : line;
    }

    @Override
    public synchronized Report stop() throws InterruptedException {
        if (ticking != null) {
            ticking.cancel(false);
        }
        // those under way count: they were asked
        boolean all = free.tryAcquire(UNDER_WAY, PATIENCE.toMillis() + 2000, TimeUnit.MILLISECONDS);
        if (all) {
            free.release(UNDER_WAY);
        }
        List<Sample> ordered;
        synchronized (samples) {
            ordered = new ArrayList<>(samples);
        }
        ordered.sort(Comparator.comparingLong(Sample::atMillis));
        synchronized (failures) {
            return Report.of(ordered, failures);
        }
    }

    @Override
    public synchronized void close() {
        clock.shutdownNow();
        workers.shutdownNow();
    }
}
