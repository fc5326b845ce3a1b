package io.jenkins.plugins.erp.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.BuildConfig;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.config.HealthConfig;
import io.jenkins.plugins.erp.config.ScanConfig;
import io.jenkins.plugins.erp.config.TestConfig;
import io.jenkins.plugins.erp.docker.DockerCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildPlanTest {
    private static final Source SOURCE =
            Source.of(
                    Optional.of("0123456789abcdef"),
                    Optional.of("x"),
                    false,
                    Optional.empty(),
                    Optional.empty());

    @Test
    void secretsStayOutOfTheCommand() throws Exception {
        BuildPlan plan = plan(Map.of("pip", "PIP_TOKEN"), List.of(), Optional.empty());
        assertThat(plan.secrets()).containsEntry("PIP_TOKEN", "s3cret");
        assertThat(DockerCommands.build(plan.image(), true).argv())
                .contains("id=pip,env=PIP_TOKEN")
                .noneMatch(word -> word.contains("s3cret"));
    }

    @Test
    void pathsStartAtTheWorkspace() throws Exception {
        BuildPlan plan = plan(Map.of(), List.of(), Optional.of(false));
        assertThat(plan.image().context()).isEqualTo("/ws/app");
        assertThat(plan.image().dockerfile()).isEqualTo("/ws/app/docker/Dockerfile");
        assertThat(plan.push()).isFalse();
        assertThat(plan.image().args()).containsEntry("A", "asked").containsEntry("B", "file");
        assertThat(plan.test()).isEmpty();
    }

    @Test
    void severalPlatformsHaveToBePushed() throws Exception {
        List<String> two = List.of("linux/amd64", "linux/arm64");
        assertThat(plan(Map.of(), two, Optional.of(true)).image().push()).isTrue();
        assertThatThrownBy(() -> plan(Map.of(), two, Optional.of(false)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("push it, or build for one platform");
    }

    private static BuildPlan plan(
            Map<String, String> secrets, List<String> platforms, Optional<Boolean> push)
            throws ConfigException {
        BuildConfig build =
                new BuildConfig(
                        "app",
                        "docker/Dockerfile",
                        Optional.empty(),
                        Map.of("A", "file", "B", "file"),
                        secrets,
                        platforms,
                        List.of(),
                        true,
                        false,
                        Duration.ofMinutes(5));
        ErpConfig config =
                new ErpConfig(
                        "erp",
                        "r.example.com/erp",
                        List.of(),
                        Map.of(),
                        List.of(),
                        build,
                        HealthConfig.DEFAULT,
                        TestConfig.DEFAULT,
                        ScanConfig.DEFAULT,
                        Map.of());
        return BuildPlan.of(
                new BuildRequest(
                        List.of(), Map.of("A", "asked"), Optional.empty(), push, Optional.empty()),
                config,
                SOURCE,
                "/ws",
                Map.of("PIP_TOKEN", "s3cret"),
                Instant.EPOCH);
    }
}
