package io.jenkins.plugins.erp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.shell.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerCommandsTest {
    private static final ImageReference IMAGE = ImageReference.parse("r.example.com/erp:1");

    @Test
    void passwordGoesByStandardInputOnly() {
        Command login =
                DockerCommands.login(new RegistryLogin("r.example.com:5000", "bot", "s3cret"));
        assertThat(login.argv())
                .containsExactly(
                        "docker",
                        "login",
                        "--username",
                        "bot",
                        "--password-stdin",
                        "r.example.com:5000");
        assertThat(login.stdin()).isEqualTo("s3cret".getBytes(StandardCharsets.UTF_8));
        assertThat(login.secrets()).containsExactly("s3cret");
        assertThat(login.toString()).doesNotContain("s3cret");
        assertThat(DockerCommands.login(new RegistryLogin("", "bot", "x")).argv())
                .endsWith("--password-stdin");
    }

    @Test
    void buildsWithBuildx() {
        ImageBuild build =
                new ImageBuild(
                        "/ws/app",
                        "/ws/app/Dockerfile",
                        Optional.of("final"),
                        List.of(IMAGE, IMAGE.withTag("latest")),
                        Map.of("B", "2", "A", "x y"),
                        Map.of("org.opencontainers.image.revision", "abc"),
                        Map.of("pip", "PIP_CONF"),
                        List.of("linux/amd64"),
                        true,
                        false,
                        Optional.of("/tmp/meta.json"),
                        Duration.ofMinutes(7));
        Command command = DockerCommands.build(build, true);
        assertThat(command.argv())
                .containsExactly(
                        "docker",
                        "buildx",
                        "build",
                        "--progress",
                        "plain",
                        "--file",
                        "/ws/app/Dockerfile",
                        "--target",
                        "final",
                        "--tag",
                        "r.example.com/erp:1",
                        "--tag",
                        "r.example.com/erp:latest",
                        "--build-arg",
                        "A=x y",
                        "--build-arg",
                        "B=2",
                        "--label",
                        "org.opencontainers.image.revision=abc",
                        "--secret",
                        "id=pip,env=PIP_CONF",
                        "--platform",
                        "linux/amd64",
                        "--pull",
                        "--load",
                        "--metadata-file",
                        "/tmp/meta.json",
                        "/ws/app");
        assertThat(command.timeout()).isEqualTo(Duration.ofMinutes(7));
        Command classic = DockerCommands.build(build, false);
        assertThat(classic.argv()).startsWith("docker", "build", "--progress");
        assertThat(classic.argv()).doesNotContain("--load", "--metadata-file");
        assertThat(classic.environment()).containsEntry("DOCKER_BUILDKIT", "1");
    }

    @Test
    void containerCommands() {
        assertThat(DockerCommands.stop(Duration.ofSeconds(30), List.of("erp-web-1")).argv())
                .containsExactly("docker", "stop", "-t", "30", "erp-web-1");
        assertThat(DockerCommands.stop(Duration.ofMinutes(20), List.of("w")).timeout())
                .isGreaterThan(Duration.ofMinutes(20));
        assertThat(DockerCommands.exec("erp-web-1", "python", "-c", "print(1)").argv())
                .containsExactly("docker", "exec", "erp-web-1", "python", "-c", "print(1)");
        assertThat(DockerCommands.execWithInput("w", "x", List.of("python", "-")).argv())
                .containsExactly("docker", "exec", "--interactive", "w", "python", "-");
        assertThat(DockerCommands.containersOf("erp", Optional.of("web")).argv())
                .containsExactly(
                        "docker",
                        "ps",
                        "--all",
                        "--no-trunc",
                        "--quiet",
                        "--filter",
                        "label=com.docker.compose.project=erp",
                        "--filter",
                        "label=com.docker.compose.service=web");
        assertThat(DockerCommands.logs("w", 50).argv())
                .containsExactly("docker", "logs", "--tail", "50", "w");
        assertThat(DockerCommands.imageInspect("sha256:" + "a".repeat(64)).argv())
                .containsExactly("docker", "image", "inspect", "sha256:" + "a".repeat(64));
        assertThat(DockerCommands.connect("n", "c", List.of("web")).argv())
                .containsExactly("docker", "network", "connect", "--alias", "web", "n", "c");
    }

    @Test
    void wordsThatCouldBeOptionsAreRefused() {
        for (String bad : List.of("--privileged", "a b", "x;id", "", "-f", "$(id)", "a/b")) {
            assertThatThrownBy(() -> DockerCommands.removeByForce(List.of(bad)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> DockerCommands.exec(bad, "id"))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> DockerCommands.remove(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DockerCommands.login(new RegistryLogin("-x", "bot", "p")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DockerCommands.imageInspect("--help"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DockerCommands.save(IMAGE, "-"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void composeCommands() {
        ComposeCommands compose =
                new ComposeCommands(
                        "erp",
                        List.of("a.yml", "b.yml"),
                        Optional.of("/opt/erp/.env"),
                        Optional.of("/opt/erp"));
        List<String> base =
                List.of(
                        "docker",
                        "compose",
                        "-p",
                        "erp",
                        "-f",
                        "a.yml",
                        "-f",
                        "b.yml",
                        "--env-file",
                        "/opt/erp/.env",
                        "--project-directory",
                        "/opt/erp");
        assertThat(compose.config().argv())
                .startsWith(base.toArray(new String[0]))
                .endsWith("config", "--format", "json")
                .hasSize(base.size() + 3);
        assertThat(rest(compose.scale(Map.of("web", 3, "beat", 2), false), base))
                .containsExactly(
                        "up",
                        "--no-start",
                        "--no-deps",
                        "--no-recreate",
                        "--no-build",
                        "--scale",
                        "beat=2",
                        "--scale",
                        "web=3",
                        "beat",
                        "web");
        assertThat(rest(compose.scale(Map.of("web", 3), true), base))
                .startsWith("up", "--detach", "--no-deps");
        assertThat(rest(compose.run("erp-migrate-7", "web", List.of("python", "manage.py")), base))
                .containsExactly(
                        "run",
                        "--rm",
                        "--no-deps",
                        "--no-TTY",
                        "--name",
                        "erp-migrate-7",
                        "web",
                        "python",
                        "manage.py");
        assertThat(rest(compose.exec("web", List.of("env")), base))
                .containsExactly("exec", "--no-TTY", "web", "env");
        assertThat(rest(compose.ps(), base))
                .containsExactly("ps", "--all", "--no-trunc", "--format", "json");
        assertThat(ComposeCommands.named("erp").down(true).argv())
                .containsExactly(
                        "docker", "compose", "-p", "erp", "down", "--remove-orphans", "--volumes");
        for (String bad : List.of("--rm", "a b", "x;id", "")) {
            assertThatThrownBy(() -> compose.scale(Map.of(bad, 2), true))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ComposeCommands.named(bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(
                        () ->
                                new ComposeCommands(
                                        "erp",
                                        List.of("--help"),
                                        Optional.empty(),
                                        Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> rest(Command command, List<String> base) {
        assertThat(command.argv().subList(0, base.size())).isEqualTo(base);
        return command.argv().subList(base.size(), command.argv().size());
    }

    @Test
    void imagesAreSavedLoadedAndLookedThroughByTheirIds() {
        String id = "sha256:" + "0a".repeat(32);
        assertThat(DockerCommands.save(id).argv()).containsExactly("docker", "save", id);
        assertThat(DockerCommands.load().argv()).containsExactly("docker", "load");
        assertThat(DockerCommands.imageIds().argv())
                .containsExactly("docker", "image", "ls", "--all", "--no-trunc", "--quiet");
        assertThat(DockerCommands.imageLayers(List.of(id, "erp:1")).argv())
                .containsExactly(
                        "docker",
                        "image",
                        "inspect",
                        "--format",
                        "{{json .RootFS.Layers}}",
                        id,
                        "erp:1");
        assertThatThrownBy(() -> DockerCommands.save("--output=/etc/passwd"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DockerCommands.imageLayers(List.of("-f")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
