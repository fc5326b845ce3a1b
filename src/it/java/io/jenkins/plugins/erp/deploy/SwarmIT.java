package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.docker.SwarmNode;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            RealHost.build(workspace, ONE);
            RealHost.build(second, TWO, "v2");
            RealHost.build(bad, BROKEN, "v2", "break-health");
            List<String> said = new ArrayList<>();
            OperationContext context =
                    host.context(said, "docker-compose.prod.yml", "    target: swarm\n");
            try {
                DeployResult first = host.deploy(ONE, context);
                assertThat(first.outcome()).isEqualTo(Outcome.DONE);
                List<String> database = host.containers("db");
                List<String> proxy = host.containers("nginx");
                assertThat(proxy).hasSize(1);

                try (Load load = host.load(20, Duration.ofMinutes(15))) {
                    DeployResult newer = host.deploy(TWO, context);
                    assertThat(newer.outcome()).isEqualTo(Outcome.DONE);
                    assertThat(newer.previous()).isEqualTo(first.release());
                    assertThat(host.containers("celery_beat")).hasSize(1);

                    DeployResult undone = host.deploy(BROKEN, context);
                    assertThat(undone.outcome()).isEqualTo(Outcome.FAILED);
                    assertThat(undone.current()).isEqualTo(newer.release());
                    assertThat(undone.failure()).contains("unhealthy");

                    DeployResult back = host.back(context);
                    assertThat(back.outcome()).isEqualTo(Outcome.DONE);
                    assertThat(back.release()).isEqualTo(first.release());
                    RealHost.nothingFailed(load);
                }
                // what had no reason to be made anew was left alone
                assertThat(host.containers("db")).isEqualTo(database);
                assertThat(host.containers("nginx")).isEqualTo(proxy);
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
