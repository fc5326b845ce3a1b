package io.jenkins.plugins.erp.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.config.HealthConfig;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.text.Messages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The gate's counting, on a host that answers from a list and a clock that is moved. */
class HealthGateTest {
    private static final HealthTarget TARGET =
            HealthTarget.project(
                    "erp",
                    Map.of(
                            Role.WEB, List.of("web"),
                            Role.WORKER, List.of("worker"),
                            Role.PROXY, List.of("nginx")));

    private Instant now = Instant.parse("2026-11-25T00:00:00Z");
    private final List<String> console = new CopyOnWriteArrayList<>();

    @Test
    void passesAfterSoManyRoundsInARow() throws Exception {
        Host host = new Host("200", "200", "503", "200", "200", "200", "200");
        HostHealth health = gate().await(host, TARGET, config(60), Duration.ZERO, console());
        assertThat(health.passed()).isTrue();
        assertThat(health.rounds()).isEqualTo(6);
        assertThat(health.streak()).isEqualTo(3);
        assertThat(health.probes())
                .extracting(p -> p.name() + " " + p.status())
                .containsExactly(
                        "containers PASS",
                        "http erp-web-1 PASS",
                        "http via nginx PASS",
                        "database PASS",
                        "migrations PASS",
                        "redis PASS",
                        "celery PASS");
        assertThat(console).anyMatch(l -> l.startsWith("INFO erp1: waiting for http erp-web-1"));
    }

    @Test
    void observesForLongerThanTheRounds() throws Exception {
        HostHealth health =
                gate().await(
                                new Host("200"),
                                TARGET,
                                config(60),
                                Duration.ofSeconds(10),
                                Console.NONE);
        assertThat(health.passed()).isTrue();
        assertThat(health.rounds()).isEqualTo(11);
        assertThat(health.elapsed()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void failsWhenTheTimeRunsOutWithTheContainersLastLines() throws Exception {
        HostHealth health =
                gate().await(new Host("503"), TARGET, config(5), Duration.ZERO, console());
        assertThat(health.passed()).isFalse();
        assertThat(health.rounds()).isEqualTo(5);
        assertThat(health.failureText())
                .startsWith("not healthy on erp1 after 4 s and 5 rounds:")
                .contains("http erp-web-1: /api/health/ answers 503, expected 200")
                .contains(
                        "    | last lines of erp-web-1:\n"
                                + "    | ImportError: no module named orders");
        assertThat(new HealthResult("production", List.of(health)).toMap())
                .containsEntry("outcome", "FAILED");
        assertThat(console.stream().filter(l -> l.startsWith("INFO"))).hasSize(1);
    }

    @Test
    void aContainerThatIsBeyondHopeEndsTheWait() throws Exception {
        HostHealth health =
                gate().await(
                                new Host("503"),
                                TARGET,
                                config(60),
                                Duration.ZERO,
                                c -> c.name().equals("erp-web-1"),
                                Console.NONE);
        assertThat(health.passed()).isFalse();
        // those that are asked for at once, of sixty that there is time for
        assertThat(health.rounds()).isEqualTo(3);
        assertThat(health.failureText()).contains("last lines of erp-web-1");
    }

    @Test
    void fewCommandsForAllRounds() throws Exception {
        Host host = new Host("200");
        gate().await(host, TARGET, config(60), Duration.ZERO, Console.NONE);
        assertThat(host.asked).hasSize(2 + 1 + 2);
        assertThat(host.asked)
                .filteredOn(a -> a.contains("--interactive"))
                .hasSize(1)
                .allMatch(a -> a.startsWith("docker exec --interactive erp-web-1 python3 - {"));
    }

    @Test
    void aContainerThatStartsIsHeldToItsOwnHealthCheckAtOnce() throws Exception {
        Host host = new Host("200");
        host.workerState = "{\"Status\":\"running\",\"Health\":{\"Status\":\"starting\"}},\"X\":1";
        host.workerCheck = ",\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"test -f /tmp/up\"]}";
        host.checkPasses = false;
        HostHealth ill = gate().await(host, TARGET, config(3), Duration.ZERO, Console.NONE);
        assertThat(ill.passed()).isFalse();
        assertThat(ill.failureText()).contains("erp-worker-1 is starting");
        host.checkPasses = true;
        assertThat(gate().await(host, TARGET, config(3), Duration.ZERO, Console.NONE).passed())
                .isTrue();
        assertThat(host.asked).contains("docker exec worker /bin/sh -c test -f /tmp/up");
    }

    @Test
    void whatIsOfAnotherReleaseDoesNotCount() throws Exception {
        Host host = new Host("200");
        host.workerState = "{\"Status\":\"exited\",\"ExitCode\":1},\"X\":1";
        HealthTarget other = TARGET.of("20261125T000000Z-aaaaaaa");
        HostHealth health = gate().await(host, other, config(3), Duration.ZERO, Console.NONE);
        // neither is there: both are of no release
        assertThat(health.failureText())
                .contains("no container of web")
                .contains("no container of worker")
                .doesNotContain("exit code 1");
    }

    @Test
    void tableHasTheSameColumnsInBothLanguages() {
        for (String key :
                List.of(
                        "table.probe",
                        "table.result",
                        "table.millis",
                        "table.detail",
                        "status.PASS",
                        "status.FAIL",
                        "status.SKIPPED",
                        "headline")) {
            String english = Messages.of(Locale.ENGLISH, HostHealth.class, key);
            assertThat(Messages.of(Locale.SIMPLIFIED_CHINESE, HostHealth.class, key))
                    .isNotBlank()
                    .isNotEqualTo(english);
        }
    }

    private HealthGate gate() {
        Clock clock =
                new Clock() {
                    @Override
                    public Instant instant() {
                        return now;
                    }

                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }
                };
        return new HealthGate(clock, time -> now = now.plus(time));
    }

    private Console console() {
        return (level, line) -> console.add(level + " " + line);
    }

    private static HealthConfig config(int seconds) {
        HealthConfig d = HealthConfig.DEFAULT;
        return new HealthConfig(
                d.path(),
                d.host(),
                d.port(),
                d.status(),
                d.json(),
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(1),
                3,
                true);
    }

    /** Answers HTTP with one status a round, the last for ever. */
    private final class Host implements Shell {
        private final List<String> statuses;
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private String workerState = "{\"Status\":\"running\"}";
        private String workerCheck = "";
        private boolean checkPasses;

        Host(String... statuses) {
            this.statuses = new ArrayList<>(List.of(statuses));
        }

        @Override
        public String where() {
            return "erp1";
        }

        @Override
        public CommandResult run(Command command, Output output) {
            String line = String.join(" ", command.argv());
            asked.add(line);
            String out = "";
            List<String> tail = List.of();
            if (line.startsWith("docker ps")) {
                out = "aaa\nbbb\nccc\n";
            } else if (line.startsWith("docker container inspect")) {
                out =
                        "["
                                + container("web")
                                + ","
                                + container("worker")
                                + ","
                                + container("nginx")
                                + "]";
            } else if (line.startsWith("docker exec worker")) {
                return new CommandResult(
                        command, where(), checkPasses ? 0 : 1, "", List.of(), Duration.ZERO);
            } else if (line.startsWith("docker logs")) {
                tail = List.of("ImportError: no module named orders");
            } else if (line.contains("python3 -")) {
                Matcher rounds = Pattern.compile("\"rounds\":([0-9]+)").matcher(line);
                assertThat(rounds.find()).isTrue();
                for (int i = 0; i < Integer.parseInt(rounds.group(1)); i++) {
                    if (i > 0) {
                        now = now.plusSeconds(1);
                    }
                    out += round();
                }
            } else {
                throw new AssertionError("unexpected: " + line);
            }
            return new CommandResult(command, where(), 0, out, tail, Duration.ZERO);
        }

        private String round() {
            String status = statuses.size() > 1 ? statuses.remove(0) : statuses.get(0);
            String http = "{\"status\":" + status + ",\"body\":\"\",\"millis\":1}";
            String good = "{\"ok\":true,\"detail\":\"\",\"millis\":1}";
            return "\nERP-HEALTH {\"http\":["
                    + http
                    + ","
                    + http
                    + "],\"database\":"
                    + good
                    + ",\"migrations\":"
                    + good
                    + ",\"redis\":"
                    + good
                    + ",\"celery\":"
                    + good
                    + "}\n";
        }

        private String container(String service) {
            return "{\"Id\":\""
                    + service
                    + "\",\"Name\":\"/erp-"
                    + service
                    + "-1\",\"State\":"
                    + (service.equals("worker") ? workerState : "{\"Status\":\"running\"}")
                    + ",\"Config\":{\"Cmd\":[\"celery\",\"-A\",\"erp\",\"worker\"],"
                    + "\"Labels\":{\"com.docker.compose.service\":\""
                    + service
                    + "\"}"
                    + (service.equals("worker") ? workerCheck : "")
                    + "}}";
        }
    }
}
