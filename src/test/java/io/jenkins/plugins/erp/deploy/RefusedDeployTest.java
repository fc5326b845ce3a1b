package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody gives wrongly is refused with its name, and the serving release is not touched. */
class RefusedDeployTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x; rm -rf /",
                "--privileged",
                "registry.test/erp:$(id)",
                "-v/:/host",
                "a b",
                "erp:`id`"
            })
    void anImageThatIsNone(String image) throws Exception {
        refused(image, SimulatedSystem.ENV, image);
    }

    @Test
    void anEnvFileWithoutARequiredVariable() throws Exception {
        refused(
                "registry.test/erp:v2",
                SimulatedSystem.ENV.replaceAll("(?m)^DB_PASSWORD=.*\n", ""),
                "DB_PASSWORD is missing");
    }

    @Test
    void anEnvFileWithTheExamplesPlaceholder() throws Exception {
        refused(
                "registry.test/erp:v2",
                SimulatedSystem.ENV.replaceAll(
                        "(?m)^SECRET_KEY=.*$",
                        "SECRET_KEY=django-insecure-change-this-in-production"),
                "SECRET_KEY starts with django-insecure-");
    }

    @Test
    void anEnvFileThatCannotBeRead() throws Exception {
        refused(
                "registry.test/erp:v2",
                "DB_NAME=erp\nDB_PASSWORD=\"hunter2",
                ":2: the quote behind DB_PASSWORD=");
    }

    private static void refused(String image, String env, String message) throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        DeployResult one = system.deploy("v1");
        int before = system.host.list("/opt/erp/.erp/releases").size();

        assertThatThrownBy(() -> system.deployAsking(image, env))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("change-this");

        assertThat(system.current()).isEqualTo(one.release());
        assertThat(system.releasesRunning()).containsExactly(one.release());
        assertThat(system.host.list("/opt/erp/.erp/releases")).hasSize(before);
        assertThat(system.leased()).isFalse();
    }
}
