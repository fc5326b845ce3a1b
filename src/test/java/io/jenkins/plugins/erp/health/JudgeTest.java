package io.jenkins.plugins.erp.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.config.HealthConfig;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final HealthTarget WHOLE =
            HealthTarget.project(
                    "erp", Map.of(Role.WEB, List.of("web"), Role.DATABASE, List.of("db")));

    /** As probe.py prints it from a Django container. */
    private static final String PRINTED =
            "some warning\n\n"
                    + "ERP-HEALTH {\"http\": [{\"status\": 200, \"body\": \"{\\\"status\\\":"
                    + " \\\"ok\\\", \\\"checks\\\": 3}\", \"location\": \"\", \"millis\": 110},"
                    + " {\"ok\": false, \"detail\": \"ConnectionRefusedError: [Errno 111] Connection"
                    + " refused\", \"millis\": 41}], \"database\": {\"ok\": true, \"detail\":"
                    + " \"postgresql at db answers\", \"millis\": 7}, \"migrations\": {\"ok\": false,"
                    + " \"detail\": \"pending: orders.0002_total\", \"millis\": 9}, \"redis\": {\"ok\":"
                    + " null, \"detail\": \"neither settings nor variables name a Redis\"}}\n";

    @Test
    void allRunningAndHealthy() {
        ProbeResult result =
                Judge.containers(
                        WHOLE,
                        List.of(
                                container("web", "running", "healthy", 0),
                                container("db", "running", "", 0)),
                        Map.of(),
                        5);
        assertThat(result.status()).isEqualTo(ProbeResult.Status.PASS);
        assertThat(result.detail()).isEqualTo("2 running");
    }

    @Test
    void oneRunningContainerIsNotHealth() {
        assertThat(detail(container("web", "running", "", 0)))
                .isEqualTo("no container of db (database)");
        assertThat(
                        detail(
                                container("web", "running", "unhealthy", 0),
                                container("db", "exited", "", 0)))
                .isEqualTo("db-1 is exited (exit code 137); web-1 is unhealthy");
        assertThat(
                        detail(
                                container("web", "running", "starting", 0),
                                container("db", "restarting", "", 3)))
                .isEqualTo("db-1 is restarting (exit code 137); web-1 is starting");
    }

    @Test
    void restartsWhileWatchingAreIllnessEarlierOnesAreNot() {
        List<ContainerState> states =
                List.of(container("web", "running", "", 4), container("db", "running", "", 2));
        assertThat(Judge.containers(WHOLE, states, Map.of("id-web", 4, "id-db", 2), 0).failed())
                .isFalse();
        assertThat(Judge.containers(WHOLE, states, Map.of("id-web", 2, "id-db", 2), 0).detail())
                .isEqualTo("web-1 was restarted 2 times since the check began");
    }

    @Test
    void replicasThatAreGoneFail() {
        HealthTarget replicas = HealthTarget.replicas("erp", WHOLE.roles(), List.of("erp-web-7"));
        assertThat(Judge.containers(replicas, List.of(), Map.of(), 0).detail())
                .contains("erp-web-7");
        assertThat(
                        Judge.containers(
                                        replicas,
                                        List.of(container("web", "running", "", 0)),
                                        Map.of(),
                                        0)
                                .failed())
                .isFalse();
    }

    @Test
    void answersOfTheScript() {
        JsonNode answer = Judge.script(PRINTED).get(0);
        assertThat(Judge.http("http", answer.path("http").path(0), HealthConfig.DEFAULT).status())
                .isEqualTo(ProbeResult.Status.PASS);
        ProbeResult refused = Judge.http("http", answer.path("http").path(1), HealthConfig.DEFAULT);
        assertThat(refused.failed()).isTrue();
        assertThat(refused.detail()).contains("Connection refused");
        assertThat(Judge.part("database", answer.path("database")).status())
                .isEqualTo(ProbeResult.Status.PASS);
        ProbeResult migrations = Judge.part("migrations", answer.path("migrations"));
        assertThat(migrations.failed()).isTrue();
        assertThat(migrations.detail()).isEqualTo("pending: orders.0002_total");
        assertThat(Judge.part("redis", answer.path("redis")).status())
                .isEqualTo(ProbeResult.Status.SKIPPED);
        assertThat(Judge.part("redis", answer.path("nothing")).failed()).isTrue();
        assertThat(Judge.script("Traceback")).isEmpty();
        assertThat(Judge.script("ERP-HEALTH {cut")).isEmpty();
    }

    @Test
    void statusAndMembersAreExpected() throws Exception {
        HealthConfig config = expecting(Map.of("status", "ok", "checks", "3"));
        assertThat(
                        http(
                                        config,
                                        "{\"status\":200,\"body\":\"{\\\"status\\\":\\\"ok\\\",\\\"checks\\\":3}\"}")
                                .failed())
                .isFalse();
        assertThat(
                        http(
                                        config,
                                        "{\"status\":200,\"body\":\"{\\\"status\\\":\\\"degraded\\\"}\"}")
                                .detail())
                .isEqualTo(
                        "/api/health/ answers 200, but \"checks\" is not in the answer, \"status\""
                                + " is \"degraded\", expected \"ok\"");
        assertThat(http(config, "{\"status\":200,\"body\":\"<html>\"}").failed()).isTrue();
        assertThat(http(config, "{\"status\":503,\"body\":\"x\"}").detail())
                .isEqualTo("/api/health/ answers 503, expected 200");
        assertThat(http(config, "{\"status\":400,\"body\":\"\"}").detail())
                .contains("in ALLOWED_HOSTS?");
        assertThat(http(config, "{\"status\":302,\"location\":\"/login\"}").detail())
                .endsWith("it redirects to /login");
    }

    @Test
    void celeryNodesAreCounted() {
        String two =
                "->  celery@a1: OK\n"
                        + "        pong\n"
                        + "->  celery@b2: OK\n"
                        + "        pong\n\n"
                        + "2 nodes online.\n";
        assertThat(Judge.celery(result(0, two), 2).detail()).isEqualTo("2 workers answer");
        assertThat(Judge.celery(result(0, two), 3).detail())
                .isEqualTo("2 of 3 workers answer a ping");
        ProbeResult none =
                Judge.celery(result(69, "", "Error: No nodes replied within time constraint"), 1);
        assertThat(none.detail()).isEqualTo("no worker answers a ping");
        assertThat(none.lines()).containsExactly("Error: No nodes replied within time constraint");
    }

    @Test
    void applicationComesFromTheWorkersCommand() {
        assertThat(ping("celery", "-A", "django_erp", "worker", "--loglevel=info"))
                .contains(
                        List.of("celery", "-A", "django_erp", "inspect", "ping", "--timeout", "3"));
        assertThat(ping("sh", "-c", "exec /venv/bin/celery --app=erp.celery:app worker -l INFO"))
                .contains(
                        List.of(
                                "/venv/bin/celery",
                                "-A",
                                "erp.celery:app",
                                "inspect",
                                "ping",
                                "--timeout",
                                "3"));
        assertThat(ping("python", "-m", "celery", "-A", "erp", "worker"))
                .hasValueSatisfying(w -> assertThat(w).startsWith("python", "-m", "celery", "-A"));
        assertThat(ping("celery", "worker")).isEmpty();
        assertThat(ping("./start-worker.sh")).isEmpty();
    }

    private static Optional<List<String>> ping(String... words) {
        return Judge.celeryPing(List.of(words), 3);
    }

    private static String detail(ContainerState... states) {
        ProbeResult result = Judge.containers(WHOLE, List.of(states), Map.of(), 0);
        assertThat(result.failed()).isTrue();
        return result.detail();
    }

    private static ProbeResult http(HealthConfig config, String answer) throws Exception {
        return Judge.http("http", new ObjectMapper().readTree(answer), config);
    }

    private static HealthConfig expecting(Map<String, String> json) {
        HealthConfig d = HealthConfig.DEFAULT;
        return new HealthConfig(
                d.path(),
                d.host(),
                d.port(),
                d.status(),
                json,
                d.timeout(),
                d.interval(),
                d.consecutive(),
                d.celery());
    }

    private static CommandResult result(int exitCode, String stdout, String... tail) {
        return new CommandResult(
                Command.of("docker"), "h", exitCode, stdout, List.of(tail), Duration.ZERO);
    }

    private static ContainerState container(
            String service, String state, String health, int restarts) {
        return ContainerState.parse(
                        "[{\"Id\":\"id-"
                                + service
                                + "\",\"Name\":\"/"
                                + service
                                + "-1\",\"RestartCount\":"
                                + restarts
                                + ",\"State\":{\"Status\":\""
                                + state
                                + "\",\"ExitCode\":137"
                                + (health.isEmpty()
                                        ? ""
                                        : ",\"Health\":{\"Status\":\"" + health + "\",\"Log\":[]}")
                                + "},\"Config\":{\"Labels\":{\"com.docker.compose.service\":\""
                                + service
                                + "\"}}}]")
                .get(0);
    }
}
