package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.config.ConfigLoader;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.it.RealParts;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.runner.LocalWorkspace;
import io.jenkins.plugins.erp.runner.bench.BenchStack;
import io.jenkins.plugins.erp.runner.host.TestHost;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.SshShell;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The test host over SSH, and one project of its own on it. */
final class RealHost implements AutoCloseable {
    final String project;
    final int port;
    final Path workspace;
    final String path;
    private final SshShell ssh;
    private final String address;

    RealHost(String name, Path workspace) throws Exception {
        this.project = name + "-" + UUID.randomUUID().toString().substring(0, 6);
        this.workspace = workspace;
        TestHost.Reached reached = RealParts.orSkip();
        this.address = reached.address();
        this.ssh = SshShell.open(new LocalShell(), reached.ssh());
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        String home = ssh.run(Command.of("printenv", "HOME")).orThrow().stdout().trim();
        this.path = home + "/" + project;
    }

    SshShell shell() {
        return ssh;
    }

    String env() {
        return String.join(
                "\n",
                List.of(
                        "ENVIRONMENT=production",
                        "DEBUG=False",
                        "SECRET_KEY=" + "k3".repeat(30) + project,
                        "JWT_SECRET_KEY=" + "j7".repeat(30) + project,
                        "ALLOWED_HOSTS=erp.example.com,localhost,127.0.0.1",
                        "DB_NAME=sample_erp",
                        "DB_USER=sample_erp",
                        "DB_PASSWORD=pw-" + project + "-x9",
                        "DB_HOST=db",
                        "DB_PORT=5432",
                        "REDIS_HOST=redis",
                        "REDIS_PORT=6379",
                        "CELERY_BROKER_URL=redis://redis:6379/0",
                        "CELERY_RESULT_BACKEND=redis://redis:6379/0",
                        "DJANGO_SUPERUSER_USERNAME=admin",
                        "DJANGO_SUPERUSER_EMAIL=admin@example.com",
                        "DJANGO_SUPERUSER_PASSWORD=su-" + project,
                        "HTTP_BIND=127.0.0.1",
                        "HTTP_PORT=" + port,
                        "SECURE_SSL_REDIRECT=False",
                        ""));
    }

    OperationContext context(List<String> said) throws Exception {
        return context(said, "docker-compose.prod.yml", "");
    }

    /** With other Compose files, and more of the environment. */
    OperationContext context(List<String> said, String compose, String more) throws Exception {
        Files.writeString(
                workspace.resolve("erp.yaml"),
                "app: sample_erp\n"
                        + "image: sample_erp\n"
                        + "compose: ["
                        + compose
                        + "]\n"
                        + "requiredEnv: [DB_NAME, DB_PASSWORD, SECRET_KEY]\n"
                        + "health: {path: /api/health/, host: erp.example.com, timeout: 120s,"
                        + " consecutive: 2}\n"
                        + "environments:\n"
                        + "  production:\n"
                        + "    hosts: ['"
                        + address
                        + "']\n"
                        + "    path: "
                        + path
                        + "\n"
                        + "    project: "
                        + project
                        + "\n"
                        + "    observe: 2s\n"
                        + more);
        LocalWorkspace files = new LocalWorkspace(workspace);
        ErpConfig config = ConfigLoader.load(files, "sample_erp", Map.of());
        Console console =
                (level, line) -> {
                    synchronized (said) {
                        said.add(line);
                    }
                    if (level != Console.Level.DETAIL || System.getenv("ERP_IT_VERBOSE") != null) {
                        System.out.println(level + " " + line);
                    }
                };
        Shell local = new LocalShell();
        return new OperationContext(
                config,
                local,
                (environment, host) -> ssh,
                files,
                console,
                Clock.systemUTC(),
                Map.of("GIT_COMMIT", "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"),
                "integration test");
    }

    /** Builds a version of the sample, the base with overlays laid over it in this order. */
    static void build(Path into, String image, String... overlays) throws Exception {
        RealParts.lay(into, overlays);
        RealParts.build(into, "runtime", image);
    }

    /** Deploys, and tells how long each phase took. */
    DeployResult deploy(String image, OperationContext context) throws Exception {
        int before = ssh.commands();
        return tell(
                new DeployOperation()
                        .run(
                                new DeployRequest(
                                        "production",
                                        Optional.of(image),
                                        Optional.of(env()),
                                        Optional.empty(),
                                        false),
                                context),
                before);
    }

    /** Goes back to the release before, its migrations kept. */
    DeployResult back(OperationContext context) throws Exception {
        int before = ssh.commands();
        return tell(
                new RollbackOperation()
                        .run(
                                new RollbackRequest(
                                        "production",
                                        Optional.empty(),
                                        MigrationPolicy.KEEP,
                                        false),
                                context),
                before);
    }

    private DeployResult tell(DeployResult result, int before) {
        System.out.println("== " + result.summary());
        result.phases()
                .forEach(
                        p ->
                                System.out.printf(
                                        "%-16s %6.2f %s%n",
                                        p.name(),
                                        p.seconds(),
                                        p.message().lines().findFirst().orElse("")));
        System.out.println(
                "docker commands "
                        + result.commands()
                        + ", ssh commands "
                        + (ssh.commands() - before)
                        + ", connections "
                        + ssh.connections());
        return result;
    }

    /** Ids of a service's running containers. */
    List<String> containers(String service) throws Exception {
        List<String> ids =
                ids(
                        "label=com.docker.compose.project=" + project,
                        "label=com.docker.compose.service=" + service);
        return ids.isEmpty()
                ? ids("label=com.docker.swarm.service.name=" + project + "_" + service)
                : ids;
    }

    private List<String> ids(String... filters) throws Exception {
        List<String> argv = new ArrayList<>(List.of("docker", "ps", "--quiet"));
        for (String filter : filters) {
            argv.addAll(List.of("--filter", filter));
        }
        return ssh.run(Command.of(argv)).orThrow().stdout().lines().toList();
    }

    /** Runs manage.py in a running web container. */
    String manage(String... words) throws Exception {
        List<String> argv = new ArrayList<>(List.of("docker", "exec", containers("web").get(0)));
        argv.addAll(List.of("python3", "manage.py"));
        argv.addAll(List.of(words));
        return ssh.run(Command.of(argv)).orThrow().stdout();
    }

    /** Begins to ask the system that runs, GET and POST. */
    Load load(int perSecond, Duration limit) throws Exception {
        manage("seed");
        manage("shell", "-c", BenchStack.STOCK);
        String token = manage("issue_token", project).strip();
        return new Load(
                URI.create("http://127.0.0.1:" + port), perSecond, BenchStack.asks(token), limit);
    }

    /** Ends a load that has seen two versions, no failure and orders that were taken. */
    static void nothingFailed(Load load) throws Exception {
        load.close();
        System.out.println(
                "requests "
                        + load.asked()
                        + ", orders "
                        + load.orders()
                        + ", failed "
                        + load.failures()
                        + ", versions "
                        + load.versions());
        assertThat(load.failures()).isEmpty();
        assertThat(load.versions()).hasSize(2);
        assertThat(load.orders()).isPositive();
    }

    @Override
    public void close() throws Exception {
        List<String> ids = new ArrayList<>();
        CommandResult listed =
                ssh.run(
                        Command.of(
                                "docker",
                                "ps",
                                "-aq",
                                "--filter",
                                "label=com.docker.compose.project=" + project));
        listed.stdout().lines().forEach(ids::add);
        if (!ids.isEmpty()) {
            List<String> remove = new ArrayList<>(List.of("docker", "rm", "-f", "-v"));
            remove.addAll(ids);
            ssh.run(Command.of(remove));
        }
        ssh.run(Command.of("docker", "network", "rm", project + "_default"));
        ssh.run(
                Command.of(
                        "docker",
                        "volume",
                        "rm",
                        project + "_postgres_data",
                        project + "_redis_data",
                        project + "_static_volume"));
        CommandResult images =
                ssh.run(Command.of("docker", "images", "-q", "erp-release/" + project));
        CommandResult names =
                ssh.run(
                        Command.of(
                                "docker",
                                "images",
                                "--format",
                                "{{.Repository}}:{{.Tag}}",
                                "erp-release/" + project));
        if (images.ok()) {
            for (String name : names.stdout().lines().toList()) {
                ssh.run(Command.of("docker", "image", "rm", name));
            }
        }
        ssh.run(Command.of("rm", "-rf", path));
        ssh.close();
    }
}
