package io.jenkins.plugins.erp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.erp.acceptance.Browser.Seen;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The browser of these tests sees what it is there to see; skipped where there is none. */
class BrowserIT {
    @TempDir Path directory;
    private HttpServer server;

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Seen look(String policy, String page) throws Exception {
        Optional<Path> program = Browser.program();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Assumptions.assumeTrue(
                program.isPresent(), "SKIPPED, no browser: set CHROME, or install chromium");
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = page.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
                    exchange.getResponseHeaders().add("Content-Security-Policy", policy);
                    boolean there = exchange.getRequestURI().getPath().equals("/");
                    exchange.sendResponseHeaders(there ? 200 : 404, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        try (Browser browser = Browser.start(program.orElseThrow())) {
            return browser.look(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                    directory.resolve("page.png"));
        }
    }

    @Test
    void aCleanPageIsCleanAndItsPictureIsTaken() throws Exception {
        Seen seen =
                look(
                        "default-src 'self'; img-src 'self' data:",
                        "<title>Clean</title><link rel=icon href='data:,'><p>all is well");

        assertThat(seen.title()).isEqualTo("Clean");
        assertThat(seen.text()).isEqualTo("all is well");
        assertThat(seen.violations()).isEmpty();
        assertThat(seen.errors()).isEmpty();
        assertThat(directory.resolve("page.png")).isNotEmptyFile();
    }

    @Test
    void anInlineScriptAgainstThePolicyIsAViolation() throws Exception {
        Seen seen = look("script-src 'self'", "<p onclick='x()'>p<script>var a = 1</script>");

        assertThat(seen.violations()).isNotEmpty().anyMatch(v -> v.contains("script-src"));
    }

    @Test
    void aScriptThatThrowsAndAFileThatIsMissingAreErrors() throws Exception {
        Seen seen =
                look(
                        "script-src 'unsafe-inline'",
                        "<img src=gone.png><script>console.error('said'); throw new Error('x')</script>");

        assertThat(seen.errors())
                .anyMatch(e -> e.contains("said"))
                .anyMatch(e -> e.contains("Error: x"))
                .anyMatch(e -> e.contains("404") && e.contains("gone.png"));
    }
}
