package io.jenkins.plugins.erp.docker;

import static io.jenkins.plugins.erp.docker.Samples.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineTest {

    @Test
    void readsTheEnginesVersion() throws Exception {
        Engine engine =
                Engine.judgeEngine(
                        result(
                                0,
                                "{\"Client\":{\"Version\":\"28.2.2\"},\"Server\":{\"Version\":\"20.10.24+dfsg1\"}}"));
        assertThat(engine.server()).isEqualTo("20.10.24+dfsg1");
        assertThat(engine.client()).isEqualTo("28.2.2");
    }

    @Test
    void saysWhyNoEngineAnswers() {
        assertThatThrownBy(
                        () ->
                                Engine.judgeEngine(
                                        result(
                                                1,
                                                "{\"Client\":{\"Version\":\"28.2.2\"},\"Server\":null}",
                                                "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no Docker engine answers on deploy@erp1")
                .hasMessageContaining("systemctl start docker")
                .hasMessageContaining("| Cannot connect to the Docker daemon");
        assertThatThrownBy(() -> Engine.judgeEngine(result(127, "", "docker: not found")))
                .hasMessageContaining("docker is not installed on deploy@erp1");
        assertThatThrownBy(
                        () ->
                                Engine.judgeEngine(
                                        result(1, "", "permission denied while trying to connect")))
                .hasMessageContaining("usermod -aG docker");
    }

    @Test
    void composeFromTwoTwentyOn() throws Exception {
        assertThat(Engine.judgeCompose(result(0, "2.26.1-4\n"), Optional.empty()))
                .hasToString("2.26.1");
        assertThat(Engine.judgeCompose(result(0, "v2.20.0\n"), Optional.empty()))
                .hasToString("2.20.0");
        assertThatThrownBy(() -> Engine.judgeCompose(result(0, "2.9.0\n"), Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Compose v2.9.0 found on deploy@erp1; v2.20 or newer");
    }

    @Test
    void namesTheOldComposeThatIsThere() {
        assertThatThrownBy(
                        () ->
                                Engine.judgeCompose(
                                        result(1, "", "docker: 'compose' is not a docker command."),
                                        Optional.of(result(0, "1.29.2\n"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Compose v1 (1.29.2) found on deploy@erp1")
                .hasMessageContaining("v2.20 or newer is needed")
                .hasMessageContaining("apt-get install docker-compose-plugin");
        assertThatThrownBy(
                        () ->
                                Engine.judgeCompose(
                                        result(1, "", "docker: 'compose' is not a docker command."),
                                        Optional.of(result(127, ""))))
                .hasMessageContaining("no Docker Compose on deploy@erp1")
                .hasMessageContaining("| docker: 'compose' is not a docker command.");
    }
}
