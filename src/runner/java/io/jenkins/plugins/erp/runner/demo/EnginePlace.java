package io.jenkins.plugins.erp.runner.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.Hosts;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.Operations;
import io.jenkins.plugins.erp.runner.Platform;
import io.jenkins.plugins.erp.runner.Session;
import io.jenkins.plugins.erp.runner.host.HostException;
import io.jenkins.plugins.erp.runner.host.TestHost;
import io.jenkins.plugins.erp.runner.load.LoadClient;
import io.jenkins.plugins.erp.runner.load.LoadProfile;
import io.jenkins.plugins.erp.runner.load.Traffic;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.SecretMasker;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A real engine on this machine, reached over an SSH server on loopback. */
public final class EnginePlace implements DemoPlace {
    private static final String DEMO = "erp-demo";
    private static final int RATE = 10;

    private final Path state;
    private final TestHost host;
    private final String project;
    private final LocalShell shell = new LocalShell();
    private TestHost.Reached reached;

    /**
     * On a host that is brought up when it is needed.
     *
     * @param state directory for working copy and report
     */
    public EnginePlace(TestHost host, Path state) {
        this(host, state, DEMO);
    }

    /**
     * The same for a Compose project of another name, beside the demo's.
     *
     * @param project begins with {@code erp-demo}
     */
    public EnginePlace(TestHost host, Path state, String project) {
        this.host = host;
        this.state = state;
        this.project = project;
    }

    /** How the host is reached, once it is up. */
    public TestHost.Reached reached() {
        return reached;
    }

    @Override
    public Optional<String> banner() {
        return Optional.empty();
    }

    @Override
    public List<String> announce() throws InterruptedException {
        try {
            List<String> plan = new ArrayList<>(host.plan().lines(Locale.getDefault()));
            plan.add(text("will.start", project, state));
            return plan;
        } catch (HostException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void up(Console console) throws OperationException, InterruptedException {
        try {
            reached = host.up(console);
        } catch (HostException e) {
            throw new OperationException(
                    Outcome.FAILED, text("not.up", String.valueOf(e.getMessage())), e);
        }
    }

    @Override
    public Path state() {
        return state;
    }

    @Override
    public Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        variables.put("ERP_HOST", reached.address());
        variables.put(
                "ERP_PATH", project.equals(DEMO) ? reached.path() : reached.path() + "/" + project);
        variables.put("ERP_PROJECT", project);
        variables.put("ERP_IMAGE_REPOSITORY", reached.registry() + "/sample_erp");
        variables.put("ERP_DEPS", reached.standIns() ? "apt" : "pip");
        return variables;
    }

    @Override
    public Map<String, String> envFile() {
        return Map.of("HTTP_BIND", "127.0.0.1", "HTTP_PORT", String.valueOf(httpPort()));
    }

    @Override
    public Map<String, byte[]> files() throws IOException {
        return Map.of("config/known_hosts", Files.readAllBytes(reached.knownHosts()));
    }

    @Override
    public Platform platform() {
        Platform real = Platform.real();
        return new Platform() {
            @Override
            public Shell shell(
                    Path directory,
                    Map<String, String> environment,
                    Supplier<SecretMasker> secrets) {
                return real.shell(directory, environment, secrets);
            }

            @Override
            public Hosts hosts(Shell local, Path directory) {
                return Session.withKey(real.hosts(local, directory), reached.key());
            }

            @Override
            public Clock clock() {
                return Clock.systemUTC();
            }
        };
    }

    @Override
    public Operations operations() {
        return Operations.standard();
    }

    /** A free port, the same for the life of the demo's state. */
    private synchronized int httpPort() {
        Path file = state.resolve("http-port");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(state);
                try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    Files.writeString(file, String.valueOf(free.getLocalPort()));
                }
            }
            return Integer.parseInt(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + httpPort());
    }

    @Override
    public Traffic traffic(Console console) throws InterruptedException {
        List<LoadProfile.Ask> asks = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            asks.add(LoadProfile.Ask.get("/api/health/"));
        }
        manage("seed");
        Optional<String> token = manage("issue_token", "erp-demo").map(String::strip);
        if (token.isPresent()) {
            asks.add(
                    new LoadProfile.Ask(
                            "POST",
                            "/api/orders/",
                            Map.of("Authorization", "Bearer " + token.get()),
                            "{\"customer\": \"buyer@aurora.example\","
                                    + " \"lines\": [{\"sku\": \"CABLE-05\", \"quantity\": 1}]}"));
        } else {
            console.warn(text("no.post"));
        }
        try {
            return new LoadClient(base(), RATE, asks);
        } catch (IOException e) {
            throw new IllegalStateException("127.0.0.1 is loopback everywhere", e);
        }
    }

    /** Runs a management command in a web container, whatever it was renamed to. */
    private Optional<String> manage(String... words) throws InterruptedException {
        Optional<String> container =
                run(
                                Duration.ofSeconds(30),
                                "docker",
                                "ps",
                                "--quiet",
                                "--filter",
                                "label=com.docker.compose.project=" + project,
                                "--filter",
                                "label=com.docker.compose.service=web")
                        .flatMap(out -> out.lines().findFirst());
        if (container.isEmpty()) {
            return Optional.empty();
        }
        List<String> argv =
                new ArrayList<>(List.of("docker", "exec", container.get(), "python3", "manage.py"));
        argv.addAll(List.of(words));
        return run(Duration.ofMinutes(1), argv.toArray(String[]::new));
    }

    /** Standard output of a program that ended well. */
    private Optional<String> run(Duration limit, String... argv) throws InterruptedException {
        try {
            CommandResult result = shell.run(Command.of(argv).withTimeout(limit));
            return Optional.of(result.stdout()).filter(s -> result.ok());
        } catch (ShellException e) {
            return Optional.empty();
        }
    }

    @Override
    public String answer() throws InterruptedException {
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(base().resolve("/api/health/"))
                                            .timeout(Duration.ofSeconds(10))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
            String version =
                    new ObjectMapper().readTree(response.body()).path("version").asText("");
            return response.statusCode() + (version.isEmpty() ? "" : ", version " + version);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void stop(Console console) throws OperationException, InterruptedException {
        try {
            if (!host.ownsEngine()) {
                run(Duration.ofMinutes(2), "docker", "compose", "-p", project, "stop");
            }
            // an engine of ours stops its containers, and starts them again when it is started
            host.stop();
        } catch (HostException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
    }

    @Override
    public void down(Console console) throws OperationException, InterruptedException {
        try {
            host.down();
            SampleProject.delete(state);
        } catch (HostException | IOException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
    }

    private static String text(String key, Object... arguments) {
        return Messages.of(EnginePlace.class, "engine." + key, arguments);
    }
}
