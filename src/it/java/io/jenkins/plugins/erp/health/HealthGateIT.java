package io.jenkins.plugins.erp.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.config.HealthConfig;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.RealEngine;
import io.jenkins.plugins.erp.plan.Pause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate on real containers: a small web server and Redis, no Django. */
class HealthGateIT {
    private static final String PROJECT = "health-gate-it";
    private static final Map<Role, List<String>> ROLES =
            Map.of(Role.WEB, List.of("web"), Role.CACHE, List.of("redis"));
    private static final String COMPOSE =
            """
            services:
              web:
                image: python:3.13-slim
                pull_policy: never
                command:
                  - python3
                  - -c
                  - |
                    import http.server
                    class Answer(http.server.BaseHTTPRequestHandler):
                        def do_GET(self):
                            good = self.headers["Host"] == "erp.example.com"
                            self.send_response(200 if good else 400)
                            self.end_headers()
                            self.wfile.write(b'{"status": "ok"}')
                    http.server.ThreadingHTTPServer(("", 8000), Answer).serve_forever()
                deploy: {replicas: 2}
                stop_grace_period: 0s
              redis:
                image: redis:8
                pull_policy: never
                stop_grace_period: 1s
            """;

    @TempDir static Path directory;
    private static ComposeCommands compose;

    @BeforeAll
    static void up() throws Exception {
        RealEngine.orSkip();
        RealEngine.imageOrSkip("python:3.13-slim");
        RealEngine.imageOrSkip("redis:8");
        Path file = Files.writeString(directory.resolve("compose.yml"), COMPOSE);
        compose =
                new ComposeCommands(
                        PROJECT, List.of(file.toString()), Optional.empty(), Optional.empty());
        RealEngine.SHELL.run(compose.start(List.of())).orThrow();
    }

    @AfterAll
    static void down() throws Exception {
        if (compose != null) {
            RealEngine.SHELL.run(compose.down(true)).orThrow();
        }
    }

    @Test
    void asksEveryReplicaAndTheServicesThemselves() throws Exception {
        HostHealth health =
                await(HealthTarget.project(PROJECT, ROLES), config("erp.example.com", 60));
        assertThat(health.failureText()).contains("2 rounds passed");
        assertThat(health.passed()).isTrue();
        assertThat(health.probes())
                .extracting(p -> p.name() + " " + p.status())
                .containsExactly(
                        "containers PASS",
                        "http health-gate-it-web-1 PASS",
                        "http health-gate-it-web-2 PASS",
                        "database SKIPPED",
                        "migrations SKIPPED",
                        "redis PASS");
    }

    @Test
    void wrongHostHeaderIsExplained() throws Exception {
        HostHealth health =
                await(
                        HealthTarget.replicas(PROJECT, ROLES, List.of("health-gate-it-web-1")),
                        config("other.example.com", 3));
        assertThat(health.passed()).isFalse();
        assertThat(health.failureText())
                .contains("answers 400, expected 200")
                .contains("ALLOWED_HOSTS")
                .contains("last lines of health-gate-it-web-1:")
                .contains("\"GET /api/health/ HTTP/1.1\" 400");
    }

    @Test
    void stoppedServiceIsNamed() throws Exception {
        String container = "health-gate-it-redis-1";
        RealEngine.SHELL
                .run(DockerCommands.stop(Duration.ofSeconds(1), List.of(container)))
                .orThrow();
        try {
            HostHealth health =
                    await(HealthTarget.project(PROJECT, ROLES), config("erp.example.com", 2));
            assertThat(health.passed()).isFalse();
            assertThat(health.failures())
                    .extracting(ProbeResult::name)
                    .containsExactly("containers", "redis");
            assertThat(health.failureText()).contains(container + " is exited");
        } finally {
            RealEngine.SHELL.run(DockerCommands.start(List.of(container))).orThrow();
        }
    }

    private static HostHealth await(HealthTarget target, HealthConfig config) throws Exception {
        return new HealthGate(Clock.systemUTC(), Pause.REAL)
                .await(RealEngine.SHELL, target, config, Duration.ZERO, Console.NONE);
    }

    private static HealthConfig config(String host, int seconds) {
        return new HealthConfig(
                "/api/health/",
                Optional.of(host),
                8000,
                200,
                Map.of("status", "ok"),
                Duration.ofSeconds(seconds),
                Duration.ofMillis(500),
                2,
                true);
    }
}
