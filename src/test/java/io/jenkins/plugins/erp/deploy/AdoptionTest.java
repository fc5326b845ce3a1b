package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.ConfigLoader;
import io.jenkins.plugins.erp.config.MigrationsConfig;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.LocalWorkspace;
import io.jenkins.plugins.erp.runner.sim.Fault;
import io.jenkins.plugins.erp.runner.sim.SimClock;
import io.jenkins.plugins.erp.runner.sim.SimImage;
import io.jenkins.plugins.erp.runner.sim.SimRegistry;
import io.jenkins.plugins.erp.runner.sim.SimulatedHost;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The first deploy onto a stack that was started by hand with the two Compose files of an ordinary
 * project, as they are: fixed names, web published beside the proxy, sources mounted over the code.
 */
class AdoptionTest {
    private static final String PROJECT = "django_erp";
    private static final String HOME = "/opt/django_erp";
    private static final String ENV =
            "DB_NAME=erp\nDB_USER=erp\nDB_PASSWORD=hunter2-hunter2\nDB_HOST=db\nDB_PORT=5432\n"
                    + "REDIS_HOST=redis\nREDIS_PORT=6379\n"
                    + "SECRET_KEY=0f3a9c1d77e24b5a8c6d0f3a9c1d77e24b5a8c6d5e1b\n"
                    + "JWT_SECRET_KEY=5e1b0f3a9c1d77e24b5a8c6d0f3a9c1d77e24b5a8c6d\n"
                    + "ALLOWED_HOSTS=erp.example.com\n";

    /** A host with the stack running. */
    private static final class Stack {
        final SimClock clock = new SimClock(Instant.parse("2026-03-01T08:00:00Z"));
        final SimRegistry registry = new SimRegistry();
        final SimulatedHost host = new SimulatedHost("deploy@erp1", clock, registry);
        final List<String> lines = new ArrayList<>();
        final LocalWorkspace files;

        Stack() throws Exception {
            Path workspace =
                    Path.of(AdoptionTest.class.getResource("plan/erp.yaml").toURI()).getParent();
            files = new LocalWorkspace(workspace);
            push("v1", List.of("orders.0001_initial"));
            push("v2", List.of("orders.0001_initial", "orders.0002_channel"));
            for (String file :
                    List.of(
                            "docker-compose.yml",
                            "docker-compose.prod.yml",
                            "config/nginx/nginx.conf")) {
                write(file, Files.readString(workspace.resolve(file)));
            }
            write(".env", ENV);
            must(Command.of("docker", "pull", "registry.test/erp:v1"));
            for (String service : List.of("web", "celery_worker", "celery_beat")) {
                must(Command.of("docker", "tag", "registry.test/erp:v1", PROJECT + "-" + service));
            }
            for (String image : List.of("postgres:14-alpine", "redis:7-alpine", "nginx:alpine")) {
                must(Command.of("docker", "pull", image));
            }
            must(
                    Command.of(
                                    "docker",
                                    "compose",
                                    "-p",
                                    PROJECT,
                                    "-f",
                                    "docker-compose.yml",
                                    "-f",
                                    "docker-compose.prod.yml",
                                    "up",
                                    "-d")
                            .in(HOME));
            clock.advance(Duration.ofMinutes(1));
            must(
                    DjangoTasks.exec(
                            "django_erp_web",
                            new DjangoTasks.Wish(
                                            true,
                                            Duration.ofSeconds(5),
                                            Duration.ofMinutes(1),
                                            MigrationsConfig.DEFAULT,
                                            false,
                                            Map.of())
                                    .given(),
                            Duration.ofMinutes(1)));
            clock.advance(Duration.ofMinutes(10));
        }

        private void push(String tag, List<String> migrations) {
            registry.push(
                    "registry.test/erp:" + tag,
                    SimImage.of(new SimImage.App(tag, migrations, SimImage.Defect.NONE)));
        }

        private void write(String file, String text) throws Exception {
            must(
                    Command.of("install", "-D", "-m", "0644", "/dev/stdin", HOME + "/" + file)
                            .withStdin(text));
        }

        CommandResult must(Command command) throws Exception {
            return host.run(command, Output.NONE).orThrow();
        }

        DeployResult deploy(String environment, String tag) throws Exception {
            clock.advance(Duration.ofMinutes(5));
            return new DeployOperation(clock.pause(), Heart.STILL)
                    .run(
                            new DeployRequest(
                                    environment,
                                    Optional.of("registry.test/erp:" + tag),
                                    Optional.of(ENV),
                                    Optional.empty(),
                                    false),
                            context());
        }

        DeployResult rollback() throws Exception {
            clock.advance(Duration.ofMinutes(5));
            return new RollbackOperation(clock.pause(), Heart.STILL)
                    .run(
                            new RollbackRequest(
                                    "production", Optional.empty(), MigrationPolicy.REVERSE, false),
                            context());
        }

        private OperationContext context() throws Exception {
            Shell none =
                    new Shell() {
                        @Override
                        public String where() {
                            return "this machine";
                        }

                        @Override
                        public CommandResult run(Command command, Output output) {
                            return new CommandResult(
                                    command, where(), 1, "", List.of(), Duration.ZERO);
                        }
                    };
            Console console = (level, line) -> lines.add(level + " " + line);
            return new OperationContext(
                    ConfigLoader.load(files, PROJECT, Map.of()),
                    none,
                    (environment, address) -> host,
                    files,
                    console,
                    clock,
                    Map.of("GIT_COMMIT", "0123456789abcdef0123456789abcdef01234567"),
                    "test");
        }

        String log() {
            return String.join("\n", lines);
        }

        String file(String path) {
            return host.file(HOME + "/.erp/" + path).orElse("");
        }

        String id(String container) throws Exception {
            return must(DockerCommands.inspect(List.of(container)))
                    .stdout()
                    .replaceAll("(?s).*?\"Id\":\"([0-9a-f]+)\".*", "$1");
        }
    }

    @Test
    void takenOverSwitchedAndBackWithoutALostRequest() throws Exception {
        Stack stack = new Stack();
        List<String> stay = List.of("django_erp_nginx", "django_erp_db", "django_erp_redis");
        List<String> ids = new ArrayList<>();
        for (String name : stay) {
            ids.add(stack.id(name));
        }
        stack.host.ask(PROJECT);
        DeployResult two = stack.deploy("production", "v2");
        assertThat(two.outcome()).as(stack.log()).isEqualTo(Outcome.DONE);
        String zero = two.previous();
        assertThat(zero).matches("20260301T0800[0-9]{2}Z-adopted");
        assertThat(stack.file("ledger.jsonl"))
                .contains("\"kind\":\"adopt\"")
                .contains("0001_initial");
        assertThat(stack.file("releases/" + zero + "/compose.json"))
                .contains("\"target\" : \"/app\"")
                .contains("erp-release/django_erp:" + zero.toLowerCase(java.util.Locale.ROOT))
                .contains("\"django_erp_web\"")
                .doesNotContain("\"container_name\" : \"django_erp_web\"");
        assertThat(stack.file("releases/" + zero + "/env")).isEqualTo(ENV);
        assertThat(stack.file("releases/" + two.release() + "/compose.json"))
                .doesNotContain("\"target\" : \"/app\"")
                .contains("ALLOWED_HOSTS");
        for (int i = 0; i < stay.size(); i++) {
            assertThat(stack.id(stay.get(i))).as(stay.get(i)).isEqualTo(ids.get(i));
        }
        assertThat(stack.host.containers(PROJECT)).doesNotContain("django_erp_web");

        DeployResult back = stack.rollback();
        assertThat(back.outcome()).as(stack.log()).isEqualTo(Outcome.DONE);
        assertThat(back.release()).isEqualTo(zero);
        assertThat(stack.host.running(PROJECT, Generations.LABEL).values())
                .filteredOn(v -> !v.isEmpty())
                .containsOnly(zero)
                .hasSize(3);
        assertThat(stack.host.requests()).isGreaterThan(300);
        assertThat(stack.host.failed()).as(stack.log()).isZero();
        assertThat(stack.host.unknown()).isEmpty();
        assertThat(stack.log()).doesNotContain("hunter2");
    }

    @Test
    void aCodeMountIsRefusedWithTheKeyThatDropsIt() throws Exception {
        Stack stack = new Stack();
        assertThatThrownBy(() -> stack.deploy("strict", "v2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("codeMounts: drop");
        assertThat(stack.host.list(HOME)).doesNotContain(".erp");
    }

    @Test
    void aStackOfAnotherProjectIsNamed() throws Exception {
        Stack stack = new Stack();
        assertThatThrownBy(() -> stack.deploy("misnamed", "v2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("write project: django_erp");
        assertThat(stack.host.containers("erp")).isEmpty();
        assertThat(stack.host.request(PROJECT)).isEqualTo(200);
    }

    /** Dead at any command, done again: the ledger begins once, nothing is lost. */
    @Test
    void deathWhileTakingOverIsMendedByTheNextDeploy() throws Exception {
        Stack whole = new Stack();
        whole.host.faults(Fault.Plan.NEVER);
        whole.deploy("production", "v2");
        int commands = whole.host.commands();
        for (int at = 3; at < commands; at += 9) {
            Stack stack = new Stack();
            stack.host.ask(PROJECT);
            stack.host.faults(Fault.Plan.once(at, Fault.KILLED_AFTER));
            assertThatThrownBy(() -> stack.deploy("production", "v2"))
                    .as("at " + at)
                    .isInstanceOf(Fault.ProcessKilledError.class);
            stack.host.faults(Fault.Plan.NEVER);
            stack.clock.advance(Duration.ofMinutes(2));
            DeployResult next = stack.deploy("production", "v2");
            assertThat(next.outcome()).as(at + "\n" + stack.log()).isEqualTo(Outcome.DONE);
            assertThat(next.previous()).as("at " + at).isNotEmpty();
            assertThat(stack.file("ledger.jsonl").split("\"adopt\"", -1)).as("at " + at).hasSize(2);
            assertThat(stack.host.failed()).as(at + "\n" + stack.log()).isZero();
        }
    }
}
