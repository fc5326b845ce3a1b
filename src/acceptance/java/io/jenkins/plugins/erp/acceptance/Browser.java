package io.jenkins.plugins.erp.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.runner.demo.SampleProject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A Chromium without a window, spoken to over its DevTools protocol: opens a page and tells what
 * its console and its policies had to say.
 */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int QUIET_MILLIS = 700;

    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
    private volatile long lastAsked;

    /**
     * What was seen of a page.
     *
     * @param errors of its console, exceptions and failed requests among them
     * @param violations of its Content-Security-Policy
     * @param text what a person reads
     */
    record Seen(URI url, String title, List<String> errors, List<String> violations, String text) {}

    /** The program that {@code CHROME} names, or one of the PATH. */
    static Optional<Path> program() {
        String named = System.getenv("CHROME");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(n -> Path.of(directory, n)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Browser(Path profile, Process process, URI page) throws Exception {
        this.profile = profile;
        this.process = process;
        this.socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(page, new Listener())
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Starts one with a profile of its own. */
    static Browser start(Path program) throws Exception {
        Path profile = Files.createTempDirectory("erp-browser");
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .redirectErrorStream(true)
                        .redirectOutput(profile.resolve("browser.log").toFile())
                        .start();
        try {
            Browser browser = new Browser(profile, process, page(profile, process));
            for (String domain : List.of("Page", "Runtime", "Log", "Network", "Audits")) {
                browser.call(domain + ".enable", Map.of());
            }
            return browser;
        } catch (Exception | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The browser writes its port into its profile. */
    private static URI page(Path profile, Process process) throws Exception {
        Path file = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            if (Files.exists(file) && Files.size(file) > 0) {
                String port = Files.readAllLines(file).get(0);
                JsonNode targets =
                        JSON.readTree(
                                HttpClient.newHttpClient()
                                        .send(
                                                HttpRequest.newBuilder(
                                                                URI.create(
                                                                        "http://127.0.0.1:"
                                                                                + port
                                                                                + "/json/list"))
                                                        .build(),
                                                HttpResponse.BodyHandlers.ofString())
                                        .body());
                for (JsonNode target : targets) {
                    if (target.path("type").asText().equals("page")) {
                        return URI.create(target.path("webSocketDebuggerUrl").asText());
                    }
                }
            }
            Thread.sleep(100);
        }
        throw new AssertionError(
                "the browser did not start:\n" + Files.readString(profile.resolve("browser.log")));
    }

    /** Sends an Authorization header with each request from now on. */
    void authorize(String header) throws Exception {
        call("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Authorization", header)));
    }

    /** Whether the pages from now on are to be dark. */
    void dark(boolean dark) throws Exception {
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        dark ? "dark" : "light"))));
    }

    /** Opens a page, waits until it asks for nothing any more, and takes its picture. */
    Seen look(URI url, Path picture) throws Exception {
        errors.clear();
        violations.clear();
        loaded = new CompletableFuture<>();
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 1280, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        JsonNode began = call("Page.navigate", Map.of("url", url.toString()));
        if (began.has("errorText")) {
            throw new AssertionError(url + ": " + began.path("errorText").asText());
        }
        try {
            loaded.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(url + " did not load", e);
        }
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end
                && System.nanoTime() - lastAsked < QUIET_MILLIS * 1_000_000L) {
            Thread.sleep(50);
        }
        Files.createDirectories(picture.getParent());
        Files.write(
                picture,
                Base64.getDecoder()
                        .decode(
                                call(
                                                "Page.captureScreenshot",
                                                Map.of(
                                                        "format",
                                                        "png",
                                                        "captureBeyondViewport",
                                                        true))
                                        .path("data")
                                        .asText()));
        return new Seen(
                url,
                evaluate("document.title"),
                List.copyOf(errors),
                List.copyOf(violations),
                evaluate("document.body.innerText"));
    }

    /** The value of an expression in the page, as text. */
    String evaluate(String expression) throws Exception {
        return call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")"))
                .path("result")
                .path("value")
                .asText();
    }

    private JsonNode call(String method, Map<String, Object> parameters) throws Exception {
        int id = last.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(
                        JSON.writeValueAsString(
                                Map.of("id", id, "method", method, "params", parameters)),
                        true)
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        JsonNode got = answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (got.has("error")) {
            throw new IOException(method + ": " + got.path("error"));
        }
        return got.path("result");
    }

    private void event(String method, JsonNode about) {
        switch (method) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Network.requestWillBeSent", "Network.loadingFinished", "Network.loadingFailed" ->
                    lastAsked = System.nanoTime();
            case "Runtime.exceptionThrown" ->
                    errors.add(
                            "exception: "
                                    + about.at("/exceptionDetails/exception/description")
                                            .asText(about.at("/exceptionDetails/text").asText()));
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "assert").contains(about.path("type").asText())) {
                    errors.add("console: " + about.path("args"));
                }
            }
            case "Log.entryAdded" -> {
                JsonNode entry = about.path("entry");
                String line = entry.path("text").asText() + " " + entry.path("url").asText();
                if (entry.path("source").asText().equals("security")) {
                    violations.add(line);
                } else if (entry.path("level").asText().equals("error")) {
                    errors.add(entry.path("source").asText() + ": " + line);
                }
            }
            case "Audits.issueAdded" -> {
                JsonNode issue = about.path("issue");
                if (issue.path("code").asText().equals("ContentSecurityPolicyIssue")) {
                    violations.add(issue.path("details").toString());
                }
            }
            default -> {
                // of no interest
            }
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
            message.append(part);
            if (whole) {
                try {
                    JsonNode node = JSON.readTree(message.toString());
                    if (node.has("id")) {
                        answers.remove(node.path("id").asInt()).complete(node);
                    } else {
                        event(node.path("method").asText(), node.path("params"));
                    }
                } catch (IOException e) {
                    errors.add("the browser sent no JSON: " + e.getMessage());
                }
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    @Override
    public void close() throws Exception {
        List<ProcessHandle> children = new ArrayList<>();
        try (Stream<ProcessHandle> all = process.descendants()) {
            all.forEach(children::add);
        }
        socket.abort();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        SampleProject.delete(profile);
    }
}
