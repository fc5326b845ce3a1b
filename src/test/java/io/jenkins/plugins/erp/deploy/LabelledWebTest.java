package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.docker.ComposeProject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledWebTest {
    private static final String MODEL =
            "{\"name\": \"erp\", \"services\": {\"traefik\": {\"image\": \"traefik:v3\"}, \"web\":"
                    + " {\"image\": \"erp:1\", %s}}}";
    private static final String LABELS = "\"labels\": {\"traefik.enable\": \"true\"}";
    private static final String CHECK =
            "\"healthcheck\": {\"test\": [\"CMD-SHELL\", \"curl -f http://$$HOSTNAME:8000/\"]}";

    private static ComposeProject model(String web) throws Exception {
        return ComposeProject.parse(MODEL.formatted(web));
    }

    @Test
    void labelsAndAHealthCheckAreAllThatIsNeeded() throws Exception {
        ComposeProject model = model(LABELS + "," + CHECK);
        assertThat(LabelledWeb.behind(model, List.of("traefik"))).isTrue();
        assertThat(LabelledWeb.behind(model, List.of("web"))).isFalse();
        assertThat(LabelledWeb.obstacle(model, "web")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"labels\": {}, @ | traefik.http.services.web.loadbalancer.server.port",
                "\"labels\": {\"traefik.enable\": \"false\"}, @ | labels",
                "#, \"environment\": {} | healthcheck: {test:",
                "#, \"healthcheck\": {\"test\": [\"NONE\"]} | healthcheck: {test:",
                "#, \"healthcheck\": {\"disable\": true} | healthcheck: {test:",
                "#, @, \"read_only\": true | tmpfs: [/tmp]"
            })
    void whatIsMissingIsSaid(String web, String word) throws Exception {
        ComposeProject model = model(web.replace("@", CHECK).replace("#", LABELS));
        assertThat(LabelledWeb.obstacle(model, "web").orElseThrow()).contains(word);
    }

    @Test
    void theCheckIsWrappedAsAnArgvWithItsDollarSigns() throws Exception {
        ComposeProject drainable =
                LabelledWeb.drainable(
                        model(LABELS + "," + CHECK),
                        Map.of("web", List.of("web"), "proxy", List.of("traefik")));
        assertThat(drainable.tree().at("/services/web/healthcheck/test").toString())
                .isEqualTo(
                        "[\"CMD\",\"sh\",\"-c\",\"test ! -e \\\"$$1\\\" && shift && exec"
                                + " \\\"$$@\\\"\",\"sh\",\"/tmp/.erp-drain\",\"/bin/sh\",\"-c\","
                                + "\"curl -f http://$$HOSTNAME:8000/\"]");
    }
}
