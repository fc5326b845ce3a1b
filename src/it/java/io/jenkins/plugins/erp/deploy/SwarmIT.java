package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.docker.SwarmNode;
import io.jenkins.plugins.erp.it.RealParts;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack on a real swarm of one node, which is made one for this test where it is none. */
class SwarmIT {
    private static final String ONE = "erp-it-swarm:1";
    private static final String TWO = "erp-it-swarm:2";
    private static final String BROKEN = "erp-it-swarm:broken";

    @TempDir Path workspace;
    @TempDir Path second;
    @TempDir Path bad;

    /** A swarm, which ends with the test if it began with it. */
    private record Swarm(boolean ours, boolean bridge) implements AutoCloseable {
        private static final String BRIDGE = "docker_gwbridge";

        static Swarm begin() throws Exception {
            boolean bridge = docker("network", "inspect", BRIDGE).ok();
            SwarmNode node =
                    SwarmNode.parse(docker("info", "--format", "{{json .}}").orThrow().stdout());
            if (node.state().equals("active")) {
                return new Swarm(false, bridge);
            }
            docker("swarm", "init", "--listen-addr", "127.0.0.1", "--advertise-addr", "127.0.0.1")
                    .orThrow();
            return new Swarm(true, bridge);
        }

        static CommandResult docker(String... words) throws Exception {
            List<String> argv = new ArrayList<>(List.of("docker"));
            argv.addAll(List.of(words));
            return new LocalShell().run(Command.of(argv));
        }

        @Override
        public void close() throws Exception {
            if (ours) {
                docker("swarm", "leave", "--force");
                if (!bridge) {
                    docker("network", "rm", BRIDGE);
                }
            }
        }
    }

    private static DeployRequest deploy(RealHost host, String image) {
        return new DeployRequest(
                "production", Optional.of(image), Optional.of(host.env()), Optional.empty(), false);
    }

    private static DeployResult tell(DeployResult result) {
        System.out.println("== " + result.summary());
        result.phases()
                .forEach(
                        p ->
                                System.out.printf(
                                        "%-16s %6.2f %s%n",
                                        p.name(),
                                        p.seconds(),
                                        p.message().lines().findFirst().orElse("")));
        System.out.println("docker commands " + result.commands());
        return result;
    }

    private static List<String> tasksOf(RealHost host, String service) throws Exception {
        return Swarm.docker(
                        "ps",
                        "--quiet",
                        "--filter",
                        "label=com.docker.swarm.service.name=" + host.project + "_" + service)
                .stdout()
                .lines()
                .toList();
    }

    private static void remove(RealHost host) throws Exception {
        Swarm.docker("stack", "rm", host.project);
        String label = "label=com.docker.stack.namespace=" + host.project;
        for (int i = 0; i < 120; i++) {
            List<String> left =
                    Swarm.docker("ps", "--all", "--quiet", "--filter", label)
                            .stdout()
                            .lines()
                            .toList();
            if (left.isEmpty()) {
                return;
            }
            for (String one : left) {
                Swarm.docker("rm", "--force", "--volumes", one);
            }
            Thread.sleep(500);
        }
    }

    @Test
    void aSwarmTakesVersionTwoUnderLoadRefusesABrokenOneAndGoesBack() throws Exception {
        try (RealHost host = new RealHost("erp-it-swarm", workspace);
                Swarm swarm = Swarm.begin()) {
            RealParts.lay(workspace);
            RealParts.build(workspace, "runtime", ONE);
            RealParts.lay(second, "v2");
            RealParts.build(second, "runtime", TWO);
            RealParts.lay(bad, "v2", "break-health");
            RealParts.build(bad, "runtime", BROKEN);
            List<String> said = new ArrayList<>();
            OperationContext context =
                    host.context(said, "docker-compose.prod.yml", "    target: swarm\n");
            try {
                DeployResult first = tell(new DeployOperation().run(deploy(host, ONE), context));
                assertThat(first.outcome()).isEqualTo(Outcome.DONE);
                List<String> database = tasksOf(host, "db");
                List<String> proxy = tasksOf(host, "nginx");
                assertThat(proxy).hasSize(1);

                URI health = URI.create("http://127.0.0.1:" + host.port + "/api/health/");
                try (Load load = new Load(health, "", 20, Duration.ofMinutes(15))) {
                    DeployResult newer =
                            tell(new DeployOperation().run(deploy(host, TWO), context));
                    assertThat(newer.outcome()).isEqualTo(Outcome.DONE);
                    assertThat(newer.previous()).isEqualTo(first.release());
                    assertThat(tasksOf(host, "celery_beat")).hasSize(1);

                    DeployResult undone =
                            tell(new DeployOperation().run(deploy(host, BROKEN), context));
                    assertThat(undone.outcome()).isEqualTo(Outcome.FAILED);
                    assertThat(undone.current()).isEqualTo(newer.release());
                    assertThat(undone.failure()).contains("unhealthy");

                    DeployResult back =
                            tell(
                                    new RollbackOperation()
                                            .run(
                                                    new RollbackRequest(
                                                            "production",
                                                            Optional.empty(),
                                                            MigrationPolicy.KEEP,
                                                            false),
                                                    context));
                    assertThat(back.outcome()).isEqualTo(Outcome.DONE);
                    assertThat(back.release()).isEqualTo(first.release());
                    load.close();
                    System.out.println(
                            "requests "
                                    + load.asked()
                                    + ", failed "
                                    + load.failures()
                                    + ", versions "
                                    + load.versions());
                    assertThat(load.failures()).isEmpty();
                    assertThat(load.versions()).hasSize(2);
                }
                // what had no reason to be made anew was left alone
                assertThat(tasksOf(host, "db")).isEqualTo(database);
                assertThat(tasksOf(host, "nginx")).isEqualTo(proxy);
                assertThat(String.join("\n", said))
                        .contains("IP_VS")
                        .doesNotContain("pw-" + host.project)
                        .doesNotContain("su-" + host.project);
            } finally {
                remove(host);
            }
        }
    }
}
