package io.jenkins.plugins.erp.jenkins.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.erp.history.Entries;
import io.jenkins.plugins.erp.notice.MailSender;
import io.jenkins.plugins.erp.notice.Notice;
import io.jenkins.plugins.erp.notice.NoticeEvent;
import io.jenkins.plugins.erp.notice.Sender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Telling beside the work: never in its way, and quiet about secrets. */
class NoticeListenerTest {
    private static final String TOKEN = "t0k3n-of-the-group";
    private static final Notice NOTICE =
            new Notice(NoticeEvent.FAILED, Entries.of("deploy", "FAILED").entry(), "", "");

    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> logged = new LinkedBlockingQueue<>();
    private final Logger logger = Logger.getLogger(NoticeListener.class.getName());
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord entry) {
                    logged.add(
                            new SimpleFormatter().formatMessage(entry)
                                    + (entry.getThrown() == null ? "" : entry.getThrown()));
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(
                            exchange.getRequestURI().getPath().endsWith("gone") ? 410 : 204, -1);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    /** Secrets are addresses of the server: their id is the path. */
    private Means means() {
        return new Means() {
            @Override
            public String secret(String id) {
                if (id.equals("missing")) {
                    throw new IllegalArgumentException("there is no missing");
                }
                if (id.equals("broken")) {
                    throw new IllegalStateException(TOKEN);
                }
                return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + TOKEN + "/" + id;
            }

            @Override
            public Login login(String id) {
                throw new AssertionError();
            }

            @Override
            public Sender sender() {
                return Sender.of(HttpClient.newBuilder(), 1);
            }

            @Override
            public MailSender mail() {
                return MailSender.of(1);
            }
        };
    }

    private static NoticeTarget target(String name, String id) {
        WebhookTarget target = new WebhookTarget(name);
        target.setUrlCredentialsId(id);
        target.setHttpAllowed(true);
        return target;
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        String next = queue.poll(30, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @Test
    void allTargetsAreToldAndAFailureIsOneLine() throws Exception {
        Lanes lanes = new Lanes(1, 10);

        NoticeListener.tell(
                NOTICE,
                List.of(
                        target("one", "gone"),
                        target("two", "missing"),
                        target("three", "broken"),
                        target("four", "well")),
                lanes,
                means());

        assertThat(next(asked)).contains("\"event\":\"failed\"");
        assertThat(next(asked)).contains("\"event\":\"failed\"");
        assertThat(next(logged))
                .startsWith("notice \"deploy of shop production failed\" to \"one\"")
                .contains("410")
                .doesNotContain(TOKEN);
        assertThat(next(logged)).contains("\"two\"", "there is no missing");
        assertThat(next(logged)).contains("\"three\"").doesNotContain(TOKEN);
        assertThat(logged).isEmpty();
    }

    @Test
    void aTargetThatHangsHoldsUpNeitherTheWorkNorOthers() throws Exception {
        Lanes lanes = new Lanes(2, 1);
        CountDownLatch over = new CountDownLatch(1);
        // "a" and "b" go different lanes
        assertThat(lanes.run("a", () -> await(over))).isTrue();
        assertThat(lanes.run("a", () -> {})).isTrue();

        NoticeListener.tell(
                NOTICE, List.of(target("a", "well"), target("b", "well")), lanes, means());

        assertThat(next(logged)).contains("\"a\"", "too many notices are waiting");
        assertThat(next(asked)).contains("\"event\":\"failed\"");
        over.countDown();
    }

    @Test
    void whatHasOneNameGoesInOrder() throws Exception {
        Lanes lanes = new Lanes(4, 100);
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        for (int i = 0; i < 50; i++) {
            String number = String.valueOf(i);
            lanes.run("same", () -> done.add(number));
        }

        for (int i = 0; i < 50; i++) {
            assertThat(next(done)).isEqualTo(String.valueOf(i));
        }
    }

    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
