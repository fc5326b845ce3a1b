package io.jenkins.plugins.erp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerStateTest {

    @Test
    void readsDockerInspect() throws Exception {
        List<ContainerState> all = ContainerState.parse(Samples.read("inspect.json"));
        assertThat(all).hasSize(3);
        ContainerState web = all.get(0);
        assertThat(web.name()).isEqualTo("erp-web-2");
        assertThat(web.project()).isEqualTo("erp");
        assertThat(web.service()).isEqualTo("web");
        assertThat(web.number()).isEqualTo(2);
        assertThat(web.oneOff()).isFalse();
        assertThat(web.health()).contains("healthy");
        assertThat(web.ready()).isTrue();
        assertThat(web.addresses()).isEqualTo(Map.of("erp_default", "172.18.0.2"));
        assertThat(web.startedAt()).contains(Instant.parse("2026-11-25T01:19:23.503496596Z"));
        assertThat(web.command()).containsExactly("python3", "-m", "http.server", "8000");
        assertThat(all.get(1).health()).contains("starting");
        assertThat(all.get(1).ready()).isFalse();
        assertThat(all.get(2).health()).isEmpty();
        assertThat(all.get(2).ready()).isTrue();
        assertThat(ContainerState.parse("")).isEmpty();
        assertThatThrownBy(() -> ContainerState.parse("Error"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /* As Docker prints what a container has nothing of. */
    @Test
    void takesNullForNothing() {
        ContainerState bare =
                ContainerState.parse(
                                """
                                [{"Id": "4b65", "Name": "/one", "Image": "sha256:f4",
                                  "State": {"Status": "created", "Health": {"Log": null}},
                                  "Config": {"Entrypoint": null, "Cmd": null, "Labels": null,
                                             "Healthcheck": {"Test": null}},
                                  "NetworkSettings": {"Networks": null}}]
                                """)
                        .get(0);
        assertThat(bare.command()).isEmpty();
        assertThat(bare.labels()).isEmpty();
        assertThat(bare.addresses()).isEmpty();
        assertThat(bare.healthCheck()).isEmpty();
        assertThat(bare.health()).isEmpty();
        assertThat(bare.startedAt()).isEmpty();
        assertThat(bare.stopSignal()).isEqualTo("TERM");
        assertThatThrownBy(() -> ContainerState.parse("{\"Id\": \"4b65\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("array");
    }

    @Test
    void readsComposePsInBothForms() throws Exception {
        String lines = Samples.read("compose-ps.jsonl");
        List<PsEntry> entries = PsEntry.parse(lines);
        assertThat(entries)
                .extracting(PsEntry::name)
                .containsExactly("erp-db-1", "erp-web-1", "erp-web-2");
        assertThat(entries.get(0).health()).isEmpty();
        assertThat(entries.get(2).health()).contains("healthy");
        String array = "[" + String.join(",", lines.lines().toList()) + "]";
        assertThat(PsEntry.parse(array)).isEqualTo(entries);
        assertThat(PsEntry.parse("")).isEmpty();
        assertThat(PsEntry.parse("[]")).isEmpty();
        assertThatThrownBy(() -> PsEntry.parse("no such option"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
