package io.jenkins.plugins.erp.jenkins.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.erp.docker.RegistryLogin;
import io.jenkins.plugins.erp.jenkins.settings.RegistryProbe.Challenge;
import io.jenkins.plugins.erp.jenkins.settings.RegistryProbe.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asking a registry, with a server on this machine that answers as one does. */
class RegistryProbeTest {
    private static final String BASIC =
            "Basic "
                    + Base64.getEncoder()
                            .encodeToString("robot:right".getBytes(StandardCharsets.UTF_8));

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private String registry;
    private boolean version = true;
    private boolean open;
    private String challenge;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry = "127.0.0.1:" + server.getAddress().getPort();
        challenge =
                "Bearer realm=\"http://"
                        + registry
                        + "/token\",service=\"reg & co\",scope=\"a:b:pull\"";
        server.createContext(
                "/v2/",
                exchange -> {
                    String given = exchange.getRequestHeaders().getFirst("Authorization");
                    asked.add(exchange.getRequestURI() + " " + given);
                    if (version) {
                        exchange.getResponseHeaders()
                                .add("Docker-Distribution-Api-Version", "registry/2.0");
                    }
                    boolean in = open || BASIC.equals(given);
                    if (!in && challenge != null) {
                        exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
                    }
                    exchange.sendResponseHeaders(in ? 200 : challenge == null ? 302 : 401, -1);
                    exchange.close();
                });
        server.createContext(
                "/token",
                exchange -> {
                    String given = exchange.getRequestHeaders().getFirst("Authorization");
                    asked.add(exchange.getRequestURI() + " " + given);
                    exchange.sendResponseHeaders(BASIC.equals(given) ? 200 : 401, -1);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Verdict ask(String password) throws Exception {
        return RegistryProbe.ask(
                HttpClient.newHttpClient(),
                registry,
                Optional.ofNullable(password).map(p -> new RegistryLogin(registry, "robot", p)));
    }

    @Test
    void aLoginIsTriedAtTheTokenServiceThatTheRegistryNames() throws Exception {
        assertThat(ask("right")).isEqualTo(Verdict.ACCEPTED);
        assertThat(asked)
                .containsExactly(
                        "/v2/ null", "/token?service=reg+%26+co&scope=a%3Ab%3Apull " + BASIC);
        assertThat(ask("wrong")).isEqualTo(Verdict.REFUSED);
        assertThat(ask(null)).isEqualTo(Verdict.LOGIN_WANTED);
    }

    @Test
    void aLoginIsTriedAtARegistryThatAsksForItItself() throws Exception {
        challenge = "Basic realm=\"ours\"";

        assertThat(ask("right")).isEqualTo(Verdict.ACCEPTED);
        assertThat(ask("wrong")).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void aRegistryWithoutLoginIsOpenAndNeverGetsThePassword() throws Exception {
        open = true;

        assertThat(ask("right")).isEqualTo(Verdict.OPEN);
        assertThat(asked).containsExactly("/v2/ null");
    }

    @Test
    void whatIsNoRegistryNeverGetsThePassword() throws Exception {
        challenge = null;
        assertThat(ask("right")).isEqualTo(Verdict.NO_REGISTRY);

        open = true;
        version = false;
        assertThat(ask("right")).isEqualTo(Verdict.NO_REGISTRY);
        assertThat(asked).allMatch(a -> a.equals("/v2/ null"));
    }

    @Test
    void thePasswordGoesNowhereWithoutHttps() throws Exception {
        challenge = "Bearer realm=\"http://tokens.example.invalid/token\"";
        assertThat(ask("right")).isEqualTo(Verdict.UNSAFE);

        for (String realm :
                List.of("file:///etc/passwd", "", "https://a b/", "https://u:p@example.com/")) {
            Challenge given = Challenge.parse("Bearer realm=\"" + realm + "\"").orElseThrow();
            assertThat(given.tokens()).as(realm).isEmpty();
        }
        assertThat(asked).allMatch(a -> a.equals("/v2/ null"));
    }

    @Test
    void nothingThereIsSaid() throws Exception {
        server.stop(0);

        assertThat(ask("right")).isEqualTo(Verdict.UNREACHABLE);
    }

    @Test
    void theApiIsAskedByHttpsButOnThisMachine() {
        assertThat(RegistryProbe.api("registry.example.com:5000"))
                .isEqualTo(URI.create("https://registry.example.com:5000/v2/"));
        assertThat(RegistryProbe.api("docker.io"))
                .isEqualTo(URI.create("https://registry-1.docker.io/v2/"));
        assertThat(RegistryProbe.api("localhost:5000"))
                .isEqualTo(URI.create("http://localhost:5000/v2/"));
        assertThat(RegistryProbe.api("127.0.0.1.example.com").getScheme()).isEqualTo("https");
    }
}
