package io.jenkins.plugins.erp.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import java.util.HashMap;
import java.util.Map;
import org.jenkinsci.plugins.docker.workflow.Docker;
import org.junit.jupiter.api.Test;

class DockerImagesTest {
    private static final Map<String, String> IN_REGISTRY =
            Map.of("DOCKER_REGISTRY_URL", "https://registry.example.com:5000/v2/");

    @Test
    void whatDockerBuildReturnedIsItsName() {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("environment", "production");
        arguments.put("image", new Docker.Image("team/erp:7"));
        arguments.put("dryRun", null);

        assertThat(DockerImages.named(arguments))
                .containsEntry("environment", "production")
                .containsEntry("image", "team/erp:7")
                .containsEntry("dryRun", null);
    }

    @Test
    void anImageInsideWithRegistryIsThatRegistrys() throws Exception {
        assertThat(DockerImages.qualified("team/erp:7", IN_REGISTRY))
                .contains("registry.example.com:5000/team/erp:7");
        assertThat(DockerImages.qualified("other.example.com/erp:7", IN_REGISTRY))
                .contains("other.example.com/erp:7");
        assertThat(DockerImages.qualified("team/erp:7", Map.of())).contains("team/erp:7");
        assertThat(DockerImages.qualified(null, IN_REGISTRY)).isEmpty();
    }

    @Test
    void anImageThatIsNoneIsRefused() {
        assertThatThrownBy(() -> DockerImages.qualified("erp:1; rm -rf /", IN_REGISTRY))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(
                        () ->
                                DockerImages.qualified(
                                        "erp:1",
                                        Map.of("DOCKER_REGISTRY_URL", "https://me:hush@host/v2")))
                .isInstanceOf(ConfigException.class)
                .message()
                .doesNotContain("hush");
    }
}
