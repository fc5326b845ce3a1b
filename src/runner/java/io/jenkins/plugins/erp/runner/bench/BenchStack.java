package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.BuildVariables;
import io.jenkins.plugins.erp.runner.demo.SampleProject;
import io.jenkins.plugins.erp.runner.host.TestHost;
import io.jenkins.plugins.erp.runner.load.LoadProfile;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.shell.SshShell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The sample ERP as a Compose project of a measurement's own on the test host. */
public final class BenchStack implements AutoCloseable {
    /** The environment of the sample's erp.yaml. */
    public static final String ENVIRONMENT = "production";

    static final Names NAMES = new Names("erp-bench", "bench", "erp-bench/sample_erp");
    static final String OLD = "erp-bench/sample_erp:1";
    static final String NEW = "erp-bench/sample_erp:2";
    static final String BROKEN = "erp-bench/sample_erp:broken";

    private static final String UNWATCHED = "    observe: 0s\n";
    private static final String COMPOSE_FILE = "docker-compose.prod.yml";
    private static final String WRITE = "umask 077; mkdir -p \"$(dirname \"$1\")\"; cat > \"$1\"";

    /** For {@code manage.py shell}: so much in stock that no order is refused. */
    public static final String STOCK =
            "from orders.models import Product; Product.objects.update(stock=100000000)";

    private final TestHost.Reached reached;
    private final Names names;
    private final Path state;
    private final Console console;
    private final Map<String, String> environment;
    private final SampleProject project;
    private final int port;
    private final LocalShell local = new LocalShell();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<String> built = new ArrayList<>();
    private String erpYaml = "";
    private Optional<String> token = Optional.empty();

    /**
     * What is whose on the host.
     *
     * @param project of Compose
     * @param directory below the one that the login may deploy to
     * @param repository of the images
     */
    public record Names(String project, String directory, String repository) {}

    /**
     * Nothing is started yet.
     *
     * @param home the checkout
     * @param state directory for the working copy; deleted afterwards
     * @param environment of the process
     * @param console what goes to the full log only is at level detail
     */
    public BenchStack(
            TestHost.Reached reached,
            Names names,
            Path home,
            Path state,
            Map<String, String> environment,
            Console console)
            throws OperationException, IOException {
        this.reached = reached;
        this.names = names;
        this.state = state;
        this.environment = environment;
        this.console = console;
        this.project = new SampleProject(home, state);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    Console console() {
        return console;
    }

    /** The working copy. */
    public Path workspace() {
        return project.directory();
    }

    Path key() {
        return reached.key();
    }

    /** The project's directory on the host. */
    public String path() {
        return reached.path() + "/" + names.directory();
    }

    /** Where clients ask. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Variables that the sample's erp.yaml and a build have. */
    public Map<String, String> variables() throws InterruptedException {
        Map<String, String> all = new TreeMap<>(environment);
        all.keySet().removeAll(List.of("GIT_COMMIT", "GIT_BRANCH", "BRANCH_NAME", "TAG_NAME"));
        all.put("ERP_HOST", reached.address());
        all.put("ERP_PATH", path());
        all.put("ERP_PROJECT", names.project());
        all.put("ERP_IMAGE_REPOSITORY", names.repository());
        return BuildVariables.of(project.directory(), all);
    }

    /** Working copy and the images of old, new and broken release. */
    void build(Path home) throws IOException, OperationException, InterruptedException {
        release(home, OLD);
        project.overlay("v2", "Version 2: orders have a channel");
        image(NEW);
        project.overlay("break-health", "A release that never gets healthy");
        image(BROKEN);
    }

    /** Makes the working copy anew, with versions laid over the first, and builds its image. */
    public void release(Path home, String tag, String... overlays)
            throws IOException, OperationException, InterruptedException {
        project.create(
                Map.of("HTTP_BIND", "127.0.0.1", "HTTP_PORT", String.valueOf(port)),
                Map.of("config/known_hosts", Files.readAllBytes(reached.knownHosts())),
                home.resolve("Jenkinsfile.example"));
        for (String overlay : overlays) {
            project.overlay(overlay, overlay);
        }
        erpYaml = Files.readString(project.directory().resolve("erp.yaml")).stripTrailing() + "\n";
        image(tag);
    }

    private void image(String tag) throws OperationException, InterruptedException {
        try {
            local.in(project.directory())
                    .run(
                            Command.of(
                                            "docker",
                                            "build",
                                            "--quiet",
                                            "--target",
                                            "runtime",
                                            "--build-arg",
                                            "DEPS=" + (reached.standIns() ? "apt" : "pip"),
                                            "--tag",
                                            tag,
                                            ".")
                                    .withEnv("DOCKER_BUILDKIT", "1")
                                    .withTimeout(Duration.ofMinutes(10)),
                            console.output("      build | "))
                    .orThrow();
            built.add(tag);
        } catch (ShellException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
    }

    /**
     * Has erp.yaml name a strategy: its last section is the environment. Nobody watches on after
     * the switch: none of the other ways does.
     */
    void strategy(String word) throws IOException {
        settings(
                yaml ->
                        yaml.replace("    observe: 2s\n", UNWATCHED)
                                + "    strategy: "
                                + word
                                + "\n");
    }

    /** Changes the sample's own erp.yaml; what an earlier call did to it is gone. */
    public void settings(UnaryOperator<String> change) throws IOException {
        Files.writeString(project.directory().resolve("erp.yaml"), change.apply(erpYaml));
    }

    /** A new connection to the host. */
    SshShell connect() throws ShellException, InterruptedException {
        return SshShell.open(local, reached.ssh());
    }

    /** A Compose command, as a script in the project's directory has it. */
    List<String> compose(String... words) {
        List<String> argv =
                new ArrayList<>(
                        List.of("docker", "compose", "-p", names.project(), "-f", COMPOSE_FILE));
        argv.addAll(List.of(words));
        return argv;
    }

    /** A management command in the running web container; -T: there is no terminal. */
    List<String> manage(String... words) {
        List<String> argv = compose("exec", "-T", "web", "python3", "manage.py");
        argv.addAll(List.of(words));
        return argv;
    }

    /** The new release's migrations, before anything of it serves. */
    List<String> migrateBefore() {
        return compose(
                "run",
                "--rm",
                "-T",
                "--no-deps",
                "web",
                "python3",
                "manage.py",
                "migrate",
                "--noinput");
    }

    /** Removes all that is the project's on the host, and lays the files of a script anew. */
    public void reset() throws ShellException, IOException, InterruptedException {
        try (SshShell shell = connect()) {
            wipe(shell);
            for (String file : List.of(COMPOSE_FILE, ".env", "config/nginx/nginx.conf")) {
                String mode = file.equals(".env") ? "600" : "644";
                String target = path() + "/" + file;
                shell.run(
                                Command.of("sh", "-c", WRITE, "sh", target)
                                        .withStdin(
                                                Files.readAllBytes(
                                                        project.directory().resolve(file))))
                        .orThrow();
                shell.run(Command.of("chmod", mode, target)).orThrow();
            }
            // nginx's own user has to come to its configuration
            shell.run(
                            Command.of(
                                    "chmod",
                                    "755",
                                    path(),
                                    path() + "/config",
                                    path() + "/config/nginx"))
                    .orThrow();
        }
    }

    private void wipe(Shell shell) throws ShellException, InterruptedException {
        String label = "label=com.docker.compose.project=" + names.project();
        remove(shell, List.of("docker", "ps", "-aq", "--filter", label), "rm", "-f", "-v");
        remove(
                shell,
                List.of("docker", "volume", "ls", "-q", "--filter", label),
                "volume",
                "rm",
                "-f");
        remove(shell, List.of("docker", "network", "ls", "-q", "--filter", label), "network", "rm");
        remove(
                shell,
                List.of(
                        "docker",
                        "images",
                        "--format",
                        "{{.Repository}}:{{.Tag}}",
                        "erp-release/" + names.project()),
                "image",
                "rm");
        shell.run(Command.of("rm", "-rf", "--", path())).orThrow();
    }

    private static void remove(Shell shell, List<String> listing, String... words)
            throws ShellException, InterruptedException {
        List<String> found = shell.run(Command.of(listing)).orThrow().stdout().lines().toList();
        if (!found.isEmpty()) {
            List<String> argv = new ArrayList<>(List.of("docker"));
            argv.addAll(List.of(words));
            argv.addAll(found);
            shell.run(Command.of(argv)).orThrow();
        }
    }

    /** Goods to sell, and a token to order with. */
    public void fill() throws OperationException, ShellException, InterruptedException {
        inWeb("seed");
        inWeb("shell", "-c", STOCK);
        if (token.isEmpty()) {
            token = Optional.of(inWeb("issue_token", names.project(), "--hours", "12").strip());
        }
    }

    private String inWeb(String... words)
            throws OperationException, ShellException, InterruptedException {
        List<String> argv =
                new ArrayList<>(
                        List.of("docker", "exec", container("web"), "python3", "manage.py"));
        argv.addAll(List.of(words));
        return local.run(Command.of(argv)).orThrow().stdout();
    }

    /** Id of a running container of a service. */
    public String container(String service)
            throws OperationException, ShellException, InterruptedException {
        CommandResult list =
                local.run(
                                Command.of(
                                        "docker",
                                        "ps",
                                        "-q",
                                        "--filter",
                                        "label=com.docker.compose.project=" + names.project(),
                                        "--filter",
                                        "label=com.docker.compose.service=" + service))
                        .orThrow();
        return list.stdout()
                .lines()
                .findFirst()
                .orElseThrow(
                        () ->
                                new OperationException(
                                        Outcome.FAILED, "no container of " + service + " runs"));
    }

    /** What is asked for. */
    public List<LoadProfile.Ask> asks() {
        return asks(token.orElseThrow());
    }

    /**
     * What a system like this is asked for: in twenty requests twelve of the health path (database
     * and cache), seven lists of products, one order (rows in three tables and a task for Celery).
     *
     * @param token as {@code manage.py issue_token} prints it
     */
    public static List<LoadProfile.Ask> asks(String token) {
        LoadProfile.Ask health = LoadProfile.Ask.get("/api/health/");
        LoadProfile.Ask products = LoadProfile.Ask.get("/api/products/");
        LoadProfile.Ask order =
                new LoadProfile.Ask(
                        "POST",
                        "/api/orders/",
                        Map.of("Authorization", "Bearer " + token),
                        "{\"customer\": \"buyer@aurora.example\","
                                + " \"lines\": [{\"sku\": \"CABLE-05\", \"quantity\": 1}]}");
        return List.of(
                health, products, health, order, health, products, health, health, products, health,
                health, products, health, products, health, products, health, health, products,
                health);
    }

    /** Whether the system answers within a time; asks twice a second. */
    public boolean answers(Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        do {
            try {
                int status =
                        http.send(
                                        HttpRequest.newBuilder(base().resolve("/api/health/"))
                                                .timeout(Duration.ofSeconds(5))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode();
                if (status == 200) {
                    return true;
                }
            } catch (IOException e) {
                // not yet
            }
            Thread.sleep(500);
        } while (System.nanoTime() < end);
        return false;
    }

    /** What a person would do who finds that only the proxy is behind. */
    void restartProxy() throws OperationException, ShellException, InterruptedException {
        local.run(Command.of("docker", "restart", "-t", "1", container("nginx"))).orThrow();
    }

    /** Removes stack, images and files. */
    @Override
    public void close() throws IOException, OperationException {
        boolean interrupted = Thread.interrupted();
        try (SshShell shell = connect()) {
            wipe(shell);
            for (String image : built) {
                local.run(Command.of("docker", "image", "rm", image));
            }
        } catch (ShellException | InterruptedException e) {
            throw new OperationException(
                    Outcome.NEEDS_PERSON,
                    "Compose project "
                            + names.project()
                            + " could not be removed: "
                            + e.getMessage(),
                    e);
        } finally {
            SampleProject.delete(state);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
