package io.jenkins.plugins.erp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.docker.ImageReference;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaintenanceTest {

    @Test
    void theContainerIsNamedAfterTheRunAndPublishesNothing() {
        String name = Maintenance.name("erp", "20260101T000000Z-AB");
        assertThat(name).isEqualTo("erp-maintenance-20260101t000000z-ab");
        assertThat(
                        Maintenance.container(
                                        name,
                                        ImageReference.parse("example.com/erp:1"),
                                        "erp_default",
                                        List.of(8001, 8000))
                                .create()
                                .argv())
                .containsExactly(
                        "docker",
                        "create",
                        "--name",
                        name,
                        "--pull",
                        "never",
                        "--no-healthcheck",
                        "--network",
                        "erp_default",
                        "--label",
                        "io.jenkins.plugins.erp.maintenance=" + name,
                        "--cap-drop",
                        "ALL",
                        "--security-opt",
                        "no-new-privileges",
                        "--entrypoint",
                        "python3",
                        "example.com/erp:1",
                        "-c",
                        Script.MAINTENANCE,
                        "8000",
                        "8001");
    }
}
