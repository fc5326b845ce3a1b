package io.jenkins.plugins.erp.runner.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadClientTest {

    @Test
    void countsWhatWasAskedAndEveryAnswerThatWasNotGood() throws Exception {
        CountDownLatch enough = new CountDownLatch(12);
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    boolean post = exchange.getRequestMethod().equals("POST");
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    boolean good =
                            !post
                                    || body.equals("{}")
                                            && "Bearer x"
                                                    .equals(
                                                            exchange.getRequestHeaders()
                                                                    .getFirst("Authorization"));
                    boolean bad = exchange.getRequestURI().getPath().equals("/bad");
                    exchange.sendResponseHeaders(bad ? 503 : good ? 200 : 400, -1);
                    exchange.close();
                    enough.countDown();
                });
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        Traffic.Report report;
        try (LoadClient client =
                new LoadClient(
                        base,
                        50,
                        List.of(
                                LoadProfile.Ask.get("/good"),
                                new LoadProfile.Ask(
                                        "POST", "/post", Map.of("Authorization", "Bearer x"), "{}"),
                                LoadProfile.Ask.get("/bad")))) {
            client.start();
            assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
            report = client.stop();
        } finally {
            server.stop(0);
        }
        assertThat(report.asked()).isGreaterThanOrEqualTo(12);
        long bad = report.samples().stream().filter(s -> s.status() == 503).count();
        assertThat(report.failed()).isEqualTo((int) bad).isPositive();
        assertThat(report.failures().get(0)).startsWith("GET /bad: 503");
        assertThat(report.samples()).anyMatch(s -> s.method().equals("POST") && s.status() == 200);
    }

    @Test
    void asksOnThisMachineOnly() {
        assertThatThrownBy(
                        () ->
                                new LoadClient(
                                        URI.create("http://192.0.2.1/"),
                                        20,
                                        List.of(LoadProfile.Ask.get("/"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loopback");
    }

    @Test
    void longestGapIsBetweenGoodAnswers() {
        Traffic.Report report =
                Traffic.Report.of(
                        List.of(
                                new Traffic.Sample(1000, "GET", 200, 10),
                                new Traffic.Sample(1050, "GET", 502, 10),
                                new Traffic.Sample(1100, "GET", 0, 10),
                                new Traffic.Sample(3000, "GET", 200, 20)),
                        List.of());
        assertThat(report.failed()).isEqualTo(2);
        assertThat(report.longestGapMillis()).isEqualTo(2010);
    }

    @Test
    void theGapGoesOnToTheEndWhenNothingAnswersAnyMore() {
        Traffic.Report report =
                Traffic.Report.of(
                        List.of(
                                new Traffic.Sample(1000, "GET", 200, 10),
                                new Traffic.Sample(1050, "GET", 502, 10)),
                        List.of(),
                        0,
                        900,
                        5010);
        assertThat(report.longestGapMillis()).isEqualTo(4000);
    }

    @Test
    void aSlowAnswerDoesNotHideThoseThatCameMeanwhile() {
        Traffic.Report report =
                Traffic.Report.of(
                        List.of(
                                new Traffic.Sample(1000, "GET", 200, 3000),
                                new Traffic.Sample(1100, "GET", 200, 10),
                                new Traffic.Sample(4100, "GET", 200, 10)),
                        List.of());
        assertThat(report.longestGapMillis()).isEqualTo(2890);
    }

    @Test
    void keepsConnectionsOnlyWhereItIsToldTo() throws Exception {
        for (LoadProfile.KeepAlive kind : LoadProfile.KeepAlive.values()) {
            Set<Integer> ports = ConcurrentHashMap.newKeySet();
            CountDownLatch enough = new CountDownLatch(8);
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        ports.add(exchange.getRemoteAddress().getPort());
                        // chunked, in several pieces
                        exchange.sendResponseHeaders(200, 0);
                        for (int i = 0; i < 3; i++) {
                            exchange.getResponseBody()
                                    .write("piece".getBytes(StandardCharsets.UTF_8));
                            exchange.getResponseBody().flush();
                        }
                        exchange.close();
                        enough.countDown();
                    });
            server.start();
            URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            Set<String> bodies = ConcurrentHashMap.newKeySet();
            try (LoadClient client =
                    new LoadClient(
                            new LoadProfile(
                                    base,
                                    20,
                                    List.of(LoadProfile.Ask.get("/")),
                                    kind,
                                    Duration.ofSeconds(20),
                                    1000),
                            (sample, body) -> bodies.add(body))) {
                client.start();
                assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
                Traffic.Report report = client.stop();
                assertThat(report.failures()).isEmpty();
                assertThat(bodies).containsExactly("piecepiecepiece");
                if (kind == LoadProfile.KeepAlive.ON) {
                    assertThat(ports.size()).isLessThan(report.asked());
                } else if (kind == LoadProfile.KeepAlive.OFF) {
                    assertThat(ports).hasSize(report.asked());
                }
            } finally {
                server.stop(0);
            }
        }
    }

    @Test
    void onlyAKeptConnectionThatWasClosedBeforeTheAnswerIsAskedAgain() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        CountDownLatch connections = new CountDownLatch(3);
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread serving =
                    new Thread(
                            () -> {
                                try {
                                    while (true) {
                                        Socket one = server.accept();
                                        connections.countDown();
                                        // the first request is answered, the second is not
                                        request(one);
                                        one.getOutputStream()
                                                .write(answer.getBytes(StandardCharsets.UTF_8));
                                        request(one);
                                        one.close();
                                    }
                                } catch (java.io.IOException e) {
                                    // the test is over
                                }
                            });
            serving.start();
            LoadProfile profile =
                    new LoadProfile(
                            URI.create("http://127.0.0.1:" + server.getLocalPort()),
                            20,
                            List.of(LoadProfile.Ask.get("/")),
                            LoadProfile.KeepAlive.ON,
                            Duration.ofSeconds(20),
                            6);
            try (LoadClient client = new LoadClient(profile, (sample, body) -> {})) {
                client.start();
                assertThat(connections.await(30, TimeUnit.SECONDS)).isTrue();
                Traffic.Report report = client.stop();
                assertThat(report.failures()).isEmpty();
                assertThat(report.again()).isPositive();
            }
        }
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LoadClient client =
                        new LoadClient(
                                LoadProfile.of(
                                        URI.create("http://127.0.0.1:" + server.getLocalPort()),
                                        20,
                                        List.of(LoadProfile.Ask.get("/"))),
                                (sample, body) -> {})) {
            client.start();
            server.accept().close();
            server.close();
            Traffic.Report report = client.stop();
            assertThat(report.again()).isZero();
            assertThat(report.failed()).isEqualTo(report.asked()).isPositive();
        }
    }

    /** Reads one request without a body. */
    private static void request(Socket socket) throws java.io.IOException {
        int ends = 0;
        while (ends < 4) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                return;
            }
            ends = c == '\r' || c == '\n' ? ends + 1 : 0;
        }
    }

    @Test
    void whatIsNotAnsweredInTimeOrRefusedHasFailed() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LoadClient client =
                        new LoadClient(
                                new LoadProfile(
                                        URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                                        100,
                                        List.of(LoadProfile.Ask.get("/")),
                                        LoadProfile.KeepAlive.ON,
                                        Duration.ofMillis(200),
                                        1000),
                                (sample, body) -> {})) {
            client.start();
            Socket accepted = silent.accept();
            Traffic.Report report = client.stop();
            assertThat(report.failed()).isEqualTo(report.asked()).isPositive();
            assertThat(report.failures().get(0)).contains("no answer within 200 ms");
            accepted.close();
        }
        int nobody;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = gone.getLocalPort();
        }
        CountDownLatch failed = new CountDownLatch(1);
        try (LoadClient client =
                new LoadClient(
                        LoadProfile.of(
                                URI.create("http://127.0.0.1:" + nobody),
                                100,
                                List.of(LoadProfile.Ask.get("/"))),
                        (sample, body) -> failed.countDown())) {
            client.start();
            assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
            Traffic.Report report = client.stop();
            assertThat(report.failed()).isEqualTo(report.asked());
            assertThat(report.failures().get(0)).contains("refused");
        }
    }
}
