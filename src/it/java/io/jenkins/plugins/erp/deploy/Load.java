package io.jenkins.plugins.erp.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a loopback address again and again, and counts what fails; ends after a limit. */
final class Load implements AutoCloseable {
    private final ExecutorService threads;
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> versions = Collections.synchronizedSet(new TreeSet<>());
    private volatile boolean over;

    Load(URI uri, String host, int perSecond, Duration limit) {
        int workers = 4;
        threads = Executors.newFixedThreadPool(workers);
        long end = System.nanoTime() + limit.toNanos();
        for (int i = 0; i < workers; i++) {
            threads.execute(
                    () -> {
                        HttpClient client =
                                HttpClient.newBuilder()
                                        .connectTimeout(Duration.ofSeconds(5))
                                        .build();
                        while (!over && System.nanoTime() < end) {
                            ask(client, uri);
                            try {
                                Thread.sleep(1000L * workers / perSecond);
                            } catch (InterruptedException e) {
                                return;
                            }
                        }
                    });
        }
    }

    private void ask(HttpClient client, URI uri) {
        asked.incrementAndGet();
        try {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                int at = answer.body().indexOf("\"version\": \"");
                if (at >= 0) {
                    int begin = at + 12;
                    versions.add(answer.body().substring(begin, answer.body().indexOf('"', begin)));
                }
            } else {
                failures.add(
                        java.time.Instant.now()
                                + " status "
                                + answer.statusCode()
                                + ": "
                                + answer.body().lines().findFirst().orElse(""));
            }
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            asked.decrementAndGet();
            Thread.currentThread().interrupt();
        }
    }

    int asked() {
        return asked.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    Set<String> versions() {
        return new TreeSet<>(versions);
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        threads.shutdown();
        threads.awaitTermination(30, TimeUnit.SECONDS);
    }
}
