package io.jenkins.plugins.erp.runner.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
                                LoadClient.Ask.get("/good"),
                                new LoadClient.Ask(
                                        "POST", "/post", Map.of("Authorization", "Bearer x"), "{}"),
                                LoadClient.Ask.get("/bad")))) {
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
                                        List.of(LoadClient.Ask.get("/"))))
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
}
