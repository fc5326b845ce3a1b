package io.jenkins.plugins.erp.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.erp.history.Entries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending to a real server on this machine. */
class SenderTest {
    private static final String TOKEN = "t0k3n-of-the-group";
    private static final Notice NOTICE =
            new Notice(NoticeEvent.SUCCEEDED, Entries.of("deploy", "DONE").entry(), "", "");

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> waited = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    /** Answers an exchange. */
    private interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void replies(Reply... replies) {
        List<Reply> left = Collections.synchronizedList(new ArrayList<>(Arrays.asList(replies)));
        server.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    asked.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Content-Type")
                                    + " "
                                    + body);
                    left.remove(0).to(exchange);
                });
    }

    private static Reply status(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    private NoticeUrl url() {
        return NoticeUrl.parse(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?key=" + TOKEN, true);
    }

    private Sender sender(Duration patience) {
        return new Sender(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                new Tries(4, waited::add, () -> 0.5),
                patience);
    }

    private Delivery send(NoticeFormat format, String secret) {
        return sender(Duration.ofSeconds(10)).send(url(), format, post(format, secret));
    }

    private static Supplier<Post> post(NoticeFormat format, String secret) {
        return () ->
                format.post(
                        NOTICE,
                        Optional.empty(),
                        Locale.ENGLISH,
                        secret,
                        Instant.ofEpochSecond(1764000000));
    }

    @Test
    void whatIsTakenIsSentOnce() {
        replies(status(200, "{\"errcode\":0,\"errmsg\":\"ok\"}"));

        assertThat(send(new DingTalkFormat(), "SECabc")).isEqualTo(new Delivery(true, 1, ""));
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0))
                .startsWith(
                        "POST /hook?key="
                                + TOKEN
                                + "&timestamp=1764000000000&sign=8F5ULDNh1hE6T2sPwpYIemnezGkO4FDhG6ZdHq9jY%2Fc%3D"
                                + " application/json; charset=utf-8 {\"msgtype\":\"markdown\"");
        assertThat(waited).isEmpty();
    }

    @Test
    void afterAnErrorOfTheServerItIsSentAgainABitLater() {
        replies(status(500, "down"), status(502, ""), status(204, ""));

        assertThat(send(new SlackFormat(), "")).isEqualTo(new Delivery(true, 3, ""));
        assertThat(waited).containsExactly(Duration.ofMillis(1250), Duration.ofMillis(2500));
        assertThat(asked).hasSize(3).allMatch(asked.get(0)::equals);
    }

    @Test
    void afterFourTriesItIsGivenUp() {
        replies(status(503, ""), status(503, ""), status(503, ""), status(503, "secret words"));

        assertThat(send(new SlackFormat(), ""))
                .isEqualTo(new Delivery(false, 4, Attempt.text("sent.status", "503")));
        assertThat(waited).hasSize(3);
    }

    @Test
    void aReceiverThatAsksToWaitIsGivenItsTime() {
        replies(status(429, "", "Retry-After", "7"), status(200, "ok"));

        assertThat(send(new SlackFormat(), "").delivered()).isTrue();
        assertThat(waited).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void oneThatAsksToWaitTooLongIsNotAskedAgain() {
        replies(status(429, "", "Retry-After", "600"));

        assertThat(send(new SlackFormat(), ""))
                .isEqualTo(new Delivery(false, 1, Attempt.text("sent.later", "600")));
        assertThat(waited).isEmpty();
    }

    @Test
    void aDateToWaitForIsReadToo() {
        Instant now = Instant.parse("2026-11-25T00:00:00Z");

        assertThat(Sender.wait("Wed, 25 Nov 2026 00:00:30 GMT", now))
                .contains(Duration.ofSeconds(30));
        assertThat(Sender.wait("Tue, 24 Nov 2026 00:00:30 GMT", now)).contains(Duration.ZERO);
        assertThat(Sender.wait("-3", now)).contains(Duration.ZERO);
        assertThat(Sender.wait("soon", now)).isEmpty();
    }

    @Test
    void aRefusalInAnAnswerWithStatus200IsAFailure() {
        replies(status(200, "{\"errcode\":310000,\"errmsg\":\"" + TOKEN + "\"}"));

        assertThat(send(new DingTalkFormat(), "SECabc"))
                .isEqualTo(new Delivery(false, 1, Attempt.text("sent.code", "errcode 310000")));
    }

    @Test
    void aReceiverThatSaysItIsBusyIsAskedAgain() {
        replies(status(200, "{\"code\":11232}"), status(200, "{\"code\":0}"));

        assertThat(send(new FeishuFormat(), "")).isEqualTo(new Delivery(true, 2, ""));
    }

    @Test
    void whatIsWrongForGoodIsNotSentAgain() {
        replies(status(404, "no_service"));

        assertThat(send(new SlackFormat(), ""))
                .isEqualTo(new Delivery(false, 1, Attempt.text("sent.status", "404")));
    }

    @Test
    void aRedirectIsNotFollowed() {
        replies(status(302, "", "Location", "/elsewhere"), status(200, "ok"));

        assertThat(
                        Sender.of(HttpClient.newBuilder(), 1)
                                .send(url(), new SlackFormat(), post(new SlackFormat(), "")))
                .isEqualTo(new Delivery(false, 1, Attempt.text("sent.redirect", "302")));
        assertThat(asked).hasSize(1);
    }

    @Test
    void aServerThatHangsIsLeft() {
        Reply hang = exchange -> awaitOver();
        Reply hangInTheBody =
                exchange -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write('o');
                    exchange.getResponseBody().flush();
                    awaitOver();
                };
        replies(hang, hangInTheBody, hang, hangInTheBody);

        assertThat(
                        sender(Duration.ofMillis(300))
                                .send(url(), new SlackFormat(), post(new SlackFormat(), "")))
                .isEqualTo(new Delivery(false, 4, Attempt.text("sent.timeout")));
    }

    @Test
    void anEndlessAnswerIsNotReadToItsEnd() {
        replies(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] part = new byte[8_192];
                    try {
                        while (over.getCount() > 0) {
                            exchange.getResponseBody().write(part);
                        }
                    } catch (IOException e) {
                        // the client has gone
                    }
                });

        assertThat(send(new SlackFormat(), "").delivered()).isTrue();
    }

    @Test
    void nobodyThereIsToldWithoutTheAddress() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        Delivery delivery =
                sender(Duration.ofSeconds(10))
                        .send(
                                NoticeUrl.parse("http://127.0.0.1:" + port + "/" + TOKEN, true),
                                new SlackFormat(),
                                post(new SlackFormat(), ""));

        assertThat(delivery).isEqualTo(new Delivery(false, 4, Attempt.text("sent.connect")));
        assertThat(waited).hasSize(3);
    }

    @Test
    void anErrorOfOurOwnIsToldAndNotThrown() {
        Delivery delivery =
                sender(Duration.ofSeconds(1))
                        .send(
                                url(),
                                new SlackFormat(),
                                () -> {
                                    throw new IllegalStateException(TOKEN);
                                });

        assertThat(delivery)
                .isEqualTo(
                        new Delivery(false, 1, Attempt.text("sent.bug", "IllegalStateException")));
    }

    @Test
    void anInterruptionEndsItAndIsKept() {
        replies(status(500, ""));
        Sender sender =
                new Sender(
                        HttpClient.newHttpClient(),
                        new Tries(
                                4,
                                time -> {
                                    throw new InterruptedException();
                                },
                                () -> 0),
                        Duration.ofSeconds(10));

        Delivery delivery = sender.send(url(), new SlackFormat(), post(new SlackFormat(), ""));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(delivery.delivered()).isFalse();
        assertThat(delivery.tries()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://chat.example.com/" + TOKEN,
                "ftp://chat.example.com/" + TOKEN,
                "file:///etc/passwd#" + TOKEN,
                "https:/" + TOKEN,
                "https://user:pass@chat.example.com/" + TOKEN,
                "https://chat.example.com/ " + TOKEN,
                "//chat.example.com/" + TOKEN,
                TOKEN
            })
    void anAddressThatIsNoneToSendToIsRefusedWithoutShowingIt(String text) {
        assertThatThrownBy(() -> NoticeUrl.parse(text, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(TOKEN)
                .hasNoCause();
    }

    @Test
    void anAddressShowsItselfToNobody() {
        assertThat(url().toString()).doesNotContain(TOKEN).doesNotContain("127.0.0.1");
        assertThat(NoticeUrl.parse("https://h.example.com/a?b=%2F#c", false).with("x=1"))
                .hasToString("https://h.example.com/a?b=%2F&x=1");
        assertThat(NoticeUrl.parse("https://h.example.com/a", false).with("x=1"))
                .hasToString("https://h.example.com/a?x=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://[fe80::1]/",
                "http://100.100.100.200/latest/meta-data/",
                "http://0.0.0.0:22/",
                "http://224.0.0.1/"
            })
    void placesOfMachinesAreNotAsked(String address) {
        assertThat(
                        sender(Duration.ofSeconds(1))
                                .send(
                                        NoticeUrl.parse(address, true),
                                        new SlackFormat(),
                                        post(new SlackFormat(), "")))
                .isEqualTo(new Delivery(false, 1, Attempt.text("url.place")));
    }

    private void awaitOver() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
