package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.RealEngine;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.runner.load.LoadClient;
import io.jenkins.plugins.erp.runner.load.LoadProfile;
import io.jenkins.plugins.erp.runner.load.LoadProfile.Ask;
import io.jenkins.plugins.erp.runner.load.Traffic;
import io.jenkins.plugins.erp.shell.Command;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/**
 * A proxy before two generations of a tiny web service on the real engine, and a client that never
 * stops asking. Web answers its own name and port on 8000 and 8001; {@code other} is a service that
 * no deploy touches.
 */
final class ProxyStack implements AutoCloseable {
    static final String PYTHON = "python:3.13-slim";
    static final List<String> NAMES = List.of("web");

    private static final String WEB =
            """
            import http.server, sys, threading, time
            class Answer(http.server.BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"
                def do_GET(self):
                    self.rfile.read(int(self.headers.get("Content-Length", 0)))
                    time.sleep(0.4 if self.path.startswith("/slow") else 0.01)
                    body = ("%s %d" % (sys.argv[1], self.server.server_port)).encode()
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                do_POST = do_GET
                def log_message(self, *args):
                    pass
            class Server(http.server.ThreadingHTTPServer):
                request_queue_size = 128
            servers = [Server(("", port), Answer) for port in (8000, 8001)]
            threading.Thread(target=servers[1].serve_forever, daemon=True).start()
            print("ready", flush=True)
            servers[0].serve_forever()
            """;

    /**
     * One answer.
     *
     * @param at when it was asked for, in ms since the epoch
     */
    record Seen(long at, int status, String body) {}

    final String project = "proxy-it-" + UUID.randomUUID().toString().substring(0, 6);

    /** Warnings. */
    final List<String> said = Collections.synchronizedList(new ArrayList<>());

    final Progress progress =
            new Progress(
                    (level, line) -> {
                        if (level == Console.Level.WARN) {
                            said.add(line);
                        }
                    },
                    Clock.systemUTC());
    private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
    private LoadClient client;
    private int asked;

    /** Makes the network; web is started one by one. */
    ProxyStack() throws Exception {
        RealEngine.orSkip();
        RealEngine.imageOrSkip(PYTHON);
        docker("network", "create", project);
    }

    static ProxyMover mover(Duration drain) {
        return ProxyMover.on(RealEngine.SHELL::run, Pause.REAL, drain);
    }

    /** An image with a little more than another, made once. */
    static String image(String tag, String dockerfile) throws Exception {
        RealEngine.orSkip();
        boolean made =
                RealEngine.SHELL
                        .run(
                                Command.of("docker", "build", "--quiet", "--tag", tag, "-")
                                        .withEnv("DOCKER_BUILDKIT", "1")
                                        .withStdin(dockerfile)
                                        .withTimeout(Duration.ofMinutes(3)))
                        .ok();
        Assumptions.assumeTrue(made, "SKIPPED: " + tag + " cannot be built here");
        return tag;
    }

    static String docker(String... words) throws Exception {
        List<String> argv = new ArrayList<>(List.of("docker"));
        argv.addAll(List.of(words));
        return RealEngine.SHELL
                .run(Command.of(argv).withTimeout(Duration.ofMinutes(1)))
                .orThrow()
                .stdout()
                .trim();
    }

    /** Starts a web container that answers this word, and waits until it is ready to. */
    ContainerState web(String word, String service) throws Exception {
        String name = project + "-" + word;
        docker(
                "run",
                "--detach",
                "--pull=never",
                "--name=" + name,
                "--network=" + project,
                "--network-alias=" + service,
                PYTHON,
                "python3",
                "-c",
                WEB,
                word);
        for (int i = 0; i < 100 && !docker("logs", name).contains("ready"); i++) {
            Thread.sleep(100);
        }
        return inspect(name);
    }

    ContainerState inspect(String name) throws Exception {
        return ContainerState.parse(
                        RealEngine.SHELL
                                .run(DockerCommands.inspect(List.of(name)))
                                .orThrow()
                                .stdout())
                .get(0);
    }

    /**
     * Starts the proxy with a file copied to a place.
     *
     * @param more words of {@code docker create}
     */
    ContainerState proxy(String image, Path file, String to, List<String> more, String... program)
            throws Exception {
        String name = project + "-proxy";
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "create",
                                "--pull=never",
                                "--name=" + name,
                                "--network=" + project,
                                "--publish=127.0.0.1::80"));
        words.addAll(more);
        words.add(image);
        words.addAll(List.of(program));
        docker(words.toArray(String[]::new));
        if (!to.isEmpty()) {
            docker("cp", file.toString(), name + ":" + to);
        }
        docker("start", name);
        return inspect(name);
    }

    URI address() throws Exception {
        return URI.create("http://" + docker("port", project + "-proxy", "80/tcp") + "/");
    }

    /** Begins to ask: GET and POST, quick and slow, over kept and new connections. */
    void ask(List<String> hosts) throws Exception {
        List<Ask> asks = new ArrayList<>();
        for (String host : hosts) {
            Map<String, String> headers = Map.of("Host", host);
            asks.add(new Ask("GET", "/", headers, ""));
            asks.add(new Ask("POST", "/orders", headers, "{\"n\": 1}"));
            asks.add(new Ask("GET", "/slow", headers, ""));
            asks.add(new Ask("POST", "/slow", headers, "{\"n\": 2}"));
        }
        client =
                new LoadClient(
                        LoadProfile.of(address(), 100, asks).atMost(100 * 60),
                        (sample, body) ->
                                seen.add(new Seen(sample.atMillis(), sample.status(), body)));
        client.start();
    }

    /**
     * Stops asking; what failed. Left out is one thing that nobody can help: before 1.27.4 Nginx
     * closes a kept connection that lies idle at the moment when it loads its configuration anew,
     * and a request may be on its way there.
     */
    List<String> stopAsking() throws Exception {
        Traffic.Report report = client.stop();
        asked = report.asked();
        return report.failures().stream()
                .filter(f -> !f.contains("a kept connection was closed before the answer"))
                .toList();
    }

    /** How many requests were sent; once asking has stopped. */
    int asked() {
        return asked;
    }

    /** What was answered to requests of a time. */
    Set<String> answers(long from, long to) {
        synchronized (seen) {
            return seen.stream()
                    .filter(s -> s.at() > from && s.at() < to)
                    .filter(s -> s.status() > 0)
                    .map(s -> s.status() == 200 ? s.body() : Integer.toString(s.status()))
                    .collect(Collectors.toSet());
        }
    }

    /** Ends a web container as a deploy does. */
    void end(ContainerState web) throws Exception {
        docker("stop", "-t", "0", web.id());
        docker("rm", web.id());
    }

    @Override
    public void close() throws Exception {
        if (client != null) {
            client.close();
        }
        List<String> ids = docker("ps", "-aq", "--filter", "network=" + project).lines().toList();
        if (!ids.isEmpty()) {
            List<String> words = new ArrayList<>(List.of("rm", "--force", "--volumes"));
            words.addAll(ids);
            docker(words.toArray(String[]::new));
        }
        docker("network", "rm", project);
    }
}
