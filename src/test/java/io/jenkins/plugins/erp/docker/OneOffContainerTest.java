package io.jenkins.plugins.erp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.shell.Command;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OneOffContainerTest {
    private static OneOffContainer container(String name, String network) {
        return new OneOffContainer(
                name,
                ImageReference.parse("erp:1-test"),
                Map.of("io.jenkins.plugins.erp.test", "run"),
                network,
                Map.of("DB_PASSWORD", "s3cret", "A", "1"),
                Optional.of("0:0"),
                true,
                "python3",
                List.of("-m", "pytest"));
    }

    @Test
    void valuesOfVariablesAreNotInTheArgv() {
        Command create = container("run-unit", "run_default").create();

        assertThat(create.argv())
                .containsExactly(
                        "docker",
                        "create",
                        "--name",
                        "run-unit",
                        "--pull",
                        "never",
                        "--no-healthcheck",
                        "--network",
                        "run_default",
                        "--label",
                        "io.jenkins.plugins.erp.test=run",
                        "--user",
                        "0:0",
                        "--cap-drop",
                        "ALL",
                        "--security-opt",
                        "no-new-privileges",
                        "--env",
                        "A",
                        "--env",
                        "DB_PASSWORD",
                        "--entrypoint",
                        "python3",
                        "erp:1-test",
                        "-m",
                        "pytest");
        assertThat(create.environment()).containsEntry("DB_PASSWORD", "s3cret");
    }

    @Test
    void startExecRemove() {
        OneOffContainer one = container("c", "none");

        assertThat(one.startAttached(Duration.ofSeconds(5)).argv())
                .containsExactly("docker", "start", "--attach", "c");
        assertThat(one.exec("/src", List.of("bandit", "-h")).argv())
                .containsExactly("docker", "exec", "--workdir", "/src", "c", "bandit", "-h");
        assertThat(one.remove().argv())
                .containsExactly("docker", "rm", "--force", "--volumes", "c");
    }

    @Test
    void namesThatAreOptionsAreRefused() {
        assertThatThrownBy(() -> container("--privileged", "none"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> container("c", "--net=host"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
