package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigLoader;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.it.RealParts;
import io.jenkins.plugins.erp.operation.HostConnections;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.runner.LocalWorkspace;
import io.jenkins.plugins.erp.runner.Session;
import io.jenkins.plugins.erp.runner.host.SeparateHost;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Pipe;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.shell.SshShell;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Several real hosts without a registry, and a tiny system for them: web behind an unmodified
 * Nginx, and a beat. Its {@code manage.py} says of migrations what Django would; they are kept in a
 * database that the hosts share.
 */
final class ManyHosts implements AutoCloseable {
    static final String PROJECT = "erp-it-many";
    private static final Shell HERE = new LocalShell();

    private static final String DOCKERFILE =
            """
            FROM python:3.13-slim
            WORKDIR /app
            COPY tiny.py manage.py ./
            ARG VERSION
            RUN echo $VERSION > version
            CMD ["python3", "tiny.py", "web"]
            """;

    /** All that the image's programs have in common, and its web and beat. */
    private static final String TINY =
            """
            import http.server, json, os, signal, sys, urllib.request
            VERSION = open("/app/version").read().strip()
            def database(path):
                with urllib.request.urlopen(os.environ["DATABASE"] + "/" + path, timeout=10) as answer:
                    return json.load(answer)
            class Answer(http.server.BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"
                def do_GET(self):
                    well = self.path != "/api/health/" or database("well/" + VERSION)
                    body = json.dumps({"version": VERSION}).encode()
                    self.send_response(200 if well else 503)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def log_message(self, *args):
                    pass
            class Server(http.server.ThreadingHTTPServer):
                request_queue_size = 128
            if __name__ == "__main__":
                signal.signal(signal.SIGTERM, lambda *args: os._exit(0))
                database("start/" + sys.argv[1] + "/" + VERSION)
                if sys.argv[1] == "web":
                    Server(("", 8000), Answer).serve_forever()
                signal.pause()
            """;

    /** Takes the place of Django's: see release.py for what is said. */
    private static final String MANAGE =
            """
            import json, sys
            from tiny import VERSION, database
            HAS = ["0001_initial", "0002_channel"][:int(VERSION)]
            given = json.load(sys.stdin)
            def say(part, **what):
                print("erp-release " + json.dumps(dict(what, part=part, ok=True)), flush=True)
            def heads():
                return {"orders": database("applied")["applied"][-1:]}
            say("before", heads=heads())
            if given["mode"] == "backward":
                for name in reversed(database("applied")["applied"]):
                    if given["to"]["orders"] in ("zero",) or name > given["to"]["orders"]:
                        database("reverse/" + name)
                say("migrate", after=heads())
            pending = [n for n in HAS if n not in database("applied")["applied"]]
            if given["mode"] == "look" or given.get("migrate"):
                say("plan", plan=["orders." + n for n in pending], hazards=[])
            if given.get("migrate"):
                for name in pending:
                    database("apply/" + name)
                say("migrate", after=heads())
            if given.get("static"):
                database("static/" + VERSION)
                say("static", said="1 static file copied")
            """;

    private static final String COMPOSE =
            """
            services:
              web:
                image: ${ERP_IMAGE:-erp-it-many:1}
                env_file: [.env]
                stop_grace_period: 3s
              beat:
                image: ${ERP_IMAGE:-erp-it-many:1}
                env_file: [.env]
                command: [python3, tiny.py, beat]
              nginx:
                image: nginx:1.26
                depends_on: [web]
                ports: ["80:80"]
                volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
            """;

    private static final String NGINX =
            """
            events {}
            http {
                access_log off;
                server {
                    listen 80;
                    location / { proxy_pass http://web:8000; }
                }
            }
            """;

    final List<SeparateHost> hosts = new ArrayList<>();
    final List<String> said = Collections.synchronizedList(new ArrayList<>());
    final SharedDatabase database;
    private final Path workspace;
    private final String path;

    /** Starts them, with nothing on them, or the test is skipped. */
    ManyHosts(int size, Path workspace) throws Exception {
        this.workspace = workspace;
        try {
            for (int i = 0; i < size; i++) {
                hosts.add(RealParts.anotherOrSkip());
            }
            database = new SharedDatabase(hosts.get(0).machineAddress());
        } catch (Exception | Error e) {
            closeHosts();
            throw e;
        }
        path = hosts.get(0).reached().path() + "/" + PROJECT;
        Files.writeString(workspace.resolve("tiny.py"), TINY);
        Files.writeString(workspace.resolve("manage.py"), MANAGE);
        Files.writeString(workspace.resolve("Dockerfile"), DOCKERFILE);
        Files.writeString(workspace.resolve("docker-compose.yml"), COMPOSE);
        Files.writeString(workspace.resolve("nginx.conf"), NGINX);
        StringBuilder known = new StringBuilder();
        for (SeparateHost host : hosts) {
            known.append(Files.readString(host.reached().knownHosts()));
        }
        Files.writeString(workspace.resolve("known_hosts"), known);
    }

    /** Has images of the engine here on hosts, as an earlier deploy would have brought them. */
    void bring(Map<Integer, String[]> images) throws Exception {
        List<Supplier<Optional<Exception>>> all = new ArrayList<>();
        images.forEach((host, names) -> all.add(() -> bring(host, names)));
        for (Optional<Exception> failure : Fan.THREADS.each(images.size(), all)) {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    private Optional<Exception> bring(int host, String... images) {
        List<String> save = new ArrayList<>(List.of("docker", "save"));
        save.addAll(List.of(images));
        try (SshShell there = SshShell.open(HERE, hosts.get(host).reached().ssh())) {
            Pipe.run(
                            HERE,
                            Command.of(save),
                            there,
                            DockerCommands.load(),
                            InputStream::transferTo,
                            Output.NONE)
                    .orThrow();
            return Optional.empty();
        } catch (ShellException | InterruptedException e) {
            return Optional.of(e);
        }
    }

    /** Builds a version's image on the engine here. */
    void build(int version) throws Exception {
        HERE.run(
                        Command.of(
                                        "docker",
                                        "build",
                                        "--quiet",
                                        "--build-arg",
                                        "VERSION=" + version,
                                        "--tag",
                                        image(version),
                                        workspace.toString())
                                .withEnv("DOCKER_BUILDKIT", "1"))
                .orThrow();
    }

    static String image(int version) {
        return PROJECT + ":" + version;
    }

    String address(int host) {
        return hosts.get(host).reached().address();
    }

    /** A name as the console's lines begin with. */
    String name(int host) {
        return hosts.get(host).address();
    }

    /** With connections of its own, as each build has. */
    private <T> T operation(int maxParallel, Attempt<T> attempt) throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            all.add("'" + address(i) + "'");
        }
        Files.writeString(
                workspace.resolve("erp.yaml"),
                """
                app: erp-it-many
                image: erp-it-many
                compose: [docker-compose.yml]
                roles: {web: web, beat: beat, proxy: nginx}
                requiredEnv: [DATABASE]
                health: {path: /api/health/, timeout: 3s, interval: 200ms, consecutive: 1}
                environments:
                  production:
                    hosts: [%s]
                    path: %s
                    project: %s
                    transfer: ssh
                    knownHosts: known_hosts
                    observe: 0s
                    drain: 5s
                    maxParallel: %d
                """
                        .formatted(String.join(", ", all), path, PROJECT, maxParallel));
        LocalWorkspace files = new LocalWorkspace(workspace);
        Console console =
                (level, line) -> {
                    said.add(line);
                    if (level != Console.Level.DETAIL || System.getenv("ERP_IT_VERBOSE") != null) {
                        System.out.println(level + " " + line);
                    }
                };
        said.clear();
        try (HostConnections connections = new HostConnections(HERE, workspace.toString())) {
            return attempt.in(
                    new OperationContext(
                            ConfigLoader.load(files, PROJECT, Map.of()),
                            HERE,
                            Session.withKey(connections, hosts.get(0).reached().key()),
                            files,
                            console,
                            Clock.systemUTC(),
                            Map.of(),
                            "integration test"));
        }
    }

    private interface Attempt<T> {
        T in(OperationContext context) throws Exception;
    }

    DeployResult deploy(int version, int maxParallel) throws Exception {
        DeployRequest request =
                new DeployRequest(
                        "production",
                        Optional.of(image(version)),
                        Optional.of("DATABASE=" + database.url() + "\n"),
                        Optional.empty(),
                        false);
        return operation(maxParallel, context -> new DeployOperation().run(request, context));
    }

    /** Goes back to the release before, migrations run backwards. */
    DeployResult back(int maxParallel) throws Exception {
        RollbackRequest request =
                new RollbackRequest("production", Optional.empty(), MigrationPolicy.REVERSE, false);
        return operation(maxParallel, context -> new RollbackOperation().run(request, context));
    }

    /** What a command prints on a host, as its login. */
    String on(int host, String... words) throws Exception {
        try (SshShell shell = SshShell.open(HERE, hosts.get(host).reached().ssh())) {
            return shell.run(Command.of(words)).orThrow().stdout().strip();
        }
    }

    /** Services of the running containers. */
    List<String> running(int host) throws Exception {
        String all =
                on(
                        host,
                        "docker",
                        "ps",
                        "--filter",
                        "label=com.docker.compose.project=" + PROJECT,
                        "--format",
                        "{{.Label \"com.docker.compose.service\"}}");
        return all.lines().sorted().toList();
    }

    /** All that was ever written on a host, with the time of each change. */
    String written(int host) throws Exception {
        return on(host, "find", path, "-printf", "%p %T@\n");
    }

    /** The release that is current on a host. */
    String current(int host) throws Exception {
        return on(host, "cat", path + "/.erp/current");
    }

    /** Releases that the host keeps images of. */
    Set<String> images(int host) throws Exception {
        return on(host, "docker", "images", "--format", "{{.Tag}}", Images.KEPT + PROJECT)
                .lines()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a lease is held there. */
    boolean held(int host) throws Exception {
        return !on(host, "find", path + "/.erp/lease", "-mindepth", "1").isEmpty();
    }

    /** Where in what was said a host's line with this text is; fails when there is none. */
    int line(int host, String text) {
        for (int i = 0; i < said.size(); i++) {
            if (said.get(i).startsWith(name(host) + " | ") && said.get(i).contains(text)) {
                return i;
            }
        }
        throw new AssertionError(name(host) + " never said " + text + ":\n" + lines());
    }

    String lines() {
        synchronized (said) {
            return String.join("\n", said);
        }
    }

    @Override
    public void close() throws Exception {
        database.close();
        closeHosts();
        HERE.run(Command.of("docker", "image", "rm", image(1), image(2)));
    }

    private void closeHosts() throws Exception {
        for (SeparateHost host : hosts) {
            host.close();
        }
    }
}
