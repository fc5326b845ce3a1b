package io.jenkins.plugins.erp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.shell.Command;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SwarmCommandsTest {

    @Test
    void aStackIsDeployedFromStandardInput() {
        Command deploy = SwarmCommands.deploy("erp", "{\"secret\": 1}", true);
        assertThat(deploy.argv())
                .containsExactly(
                        "docker",
                        "stack",
                        "deploy",
                        "--compose-file",
                        "-",
                        "--with-registry-auth",
                        "--resolve-image",
                        "never",
                        "--prune",
                        "erp");
        assertThat(deploy.stdin()).isEqualTo("{\"secret\": 1}".getBytes(StandardCharsets.UTF_8));
        assertThat(deploy.toString()).doesNotContain("secret");
        assertThat(SwarmCommands.deploy("erp", "{}", false).argv()).doesNotContain("--prune");
    }

    @Test
    void servicesAndTasksAreAskedFor() {
        assertThat(SwarmCommands.services("erp").argv())
                .containsExactly(
                        "docker",
                        "service",
                        "ls",
                        "--filter",
                        "label=com.docker.stack.namespace=erp",
                        "--format",
                        "{{.Name}}");
        assertThat(SwarmCommands.inspectServices("erp", List.of("web", "db")).argv())
                .containsExactly("docker", "service", "inspect", "erp_web", "erp_db");
        assertThat(SwarmCommands.tasks("erp", List.of("web")).argv())
                .containsExactly("docker", "service", "ps", "--quiet", "--no-trunc", "erp_web");
        assertThat(SwarmCommands.inspectTasks(List.of("vsw5l0", "gtj4c6")).argv())
                .containsExactly("docker", "inspect", "--type", "task", "vsw5l0", "gtj4c6");
        assertThat(SwarmCommands.rollback("erp", "web").argv())
                .containsExactly(
                        "docker", "service", "update", "--rollback", "--detach", "erp_web");
        assertThat(SwarmCommands.remove("erp").argv())
                .containsExactly("docker", "stack", "rm", "erp");
        assertThatThrownBy(() -> SwarmCommands.tasks("erp", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SwarmCommands.remove("--all"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNetworkCanBeJoinedByOneOffContainers() {
        assertThat(SwarmCommands.createNetwork("erp", "erp_default").argv())
                .containsExactly(
                        "docker",
                        "network",
                        "create",
                        "--driver",
                        "overlay",
                        "--attachable",
                        "--label",
                        "com.docker.stack.namespace=erp",
                        "erp_default");
        assertThat(SwarmCommands.createVolume("erp_data").argv())
                .containsExactly("docker", "volume", "create", "erp_data");
    }

    @Test
    void containersAreFoundByTheLabelsOfWhatRunsThem() {
        assertThat(Grouping.SWARM.containers("erp", Optional.of("web")).argv())
                .containsExactly(
                        "docker",
                        "ps",
                        "--no-trunc",
                        "--quiet",
                        "--filter",
                        "label=com.docker.stack.namespace=erp",
                        "--filter",
                        "label=com.docker.swarm.service.name=erp_web");
        assertThat(Grouping.COMPOSE.containers("erp", Optional.empty()).argv())
                .contains("label=com.docker.compose.project=erp");
        ContainerState task =
                ContainerState.parse(
                                """
                                [{"Id": "1", "Name": "/erp_web_api.2.gtj4c6", "Config": {"Labels": {
                                  "com.docker.stack.namespace": "erp",
                                  "com.docker.swarm.service.name": "erp_web_api",
                                  "com.docker.swarm.task.name": "erp_web_api.2.gtj4c6"}}}]
                                """)
                        .get(0);
        assertThat(task.project()).isEqualTo("erp");
        assertThat(task.service()).isEqualTo("web_api");
        assertThat(task.number()).isEqualTo(2);
    }

    @Test
    void aNodeSaysWhetherItIsAManager() {
        assertThat(
                        SwarmNode.parse(
                                "{\"Swarm\": {\"LocalNodeState\": \"active\","
                                        + " \"ControlAvailable\": true, \"Nodes\": 3}}"))
                .isEqualTo(new SwarmNode("active", true, 3));
        assertThat(SwarmNode.parse("{}")).isEqualTo(new SwarmNode("inactive", false, 0));
    }
}
