package io.jenkins.plugins.erp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.shell.Command;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NginxCommandsTest {

    @Test
    void oneCommandMoves() {
        Command command =
                NginxCommands.move(
                        "c1",
                        Duration.ofSeconds(30),
                        true,
                        new NginxCommands.Extra("/etc/nginx/conf.d/x.conf", "server {}\n"),
                        List.of("172.18.0.5 web # erp-pipeline"));
        assertThat(command.argv())
                .containsExactly(
                        "docker",
                        "exec",
                        "--user",
                        "0",
                        "c1",
                        "sh",
                        "-c",
                        Script.NGINX,
                        "sh",
                        "move",
                        "# erp-pipeline",
                        "3000",
                        "yes",
                        "/etc/nginx/conf.d/x.conf",
                        "server {}\n",
                        "172.18.0.5 web # erp-pipeline");
        assertThat(command.timeout()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void oneCommandCleans() {
        assertThat(NginxCommands.clean("c1").argv())
                .containsExactly(
                        "docker",
                        "exec",
                        "--user",
                        "0",
                        "c1",
                        "sh",
                        "-c",
                        Script.NGINX,
                        "sh",
                        "clean",
                        "# erp-pipeline",
                        "# erp-pipeline pinned");
    }

    @Test
    void separateCommandsForAContainerWithoutShell() {
        assertThat(InContainer.fill("c1", "/etc/hosts", "text").argv())
                .containsExactly(
                        "docker",
                        "exec",
                        "--interactive",
                        "--user",
                        "0",
                        "c1",
                        "tee",
                        "/etc/hosts");
        assertThat(InContainer.exec("c1", "nginx", "-t").argv())
                .containsExactly("docker", "exec", "--user", "0", "c1", "nginx", "-t");
        assertThat(NginxCommands.top("c1").argv())
                .containsExactly("docker", "top", "c1", "-eo", "pid,args");
    }
}
