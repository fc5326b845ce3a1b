package io.jenkins.plugins.erp.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SarifWriterTest {

    private static JsonNode written(SarifWriter.Run... runs) throws Exception {
        StringWriter out = new StringWriter();
        SarifWriter.write(out, List.of(runs));
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void aFindingHasRuleLevelPlaceAndFingerprint() throws Exception {
        Finding finding =
                Finding.at("bandit", "B602", Severity.HIGH, "orders/a b:c.py", 9, 0, "shell=True")
                        .withFingerprint("abc");
        JsonNode document =
                written(new SarifWriter.Run("bandit", true, List.of(), List.of(finding), Set.of()));

        assertThat(document.path("version").asText()).isEqualTo("2.1.0");
        JsonNode run = document.at("/runs/0");
        assertThat(run.at("/tool/driver/name").asText()).isEqualTo("bandit");
        assertThat(run.at("/tool/driver/rules/0/id").asText()).isEqualTo("B602");
        JsonNode result = run.at("/results/0");
        assertThat(result.at("/ruleId").asText()).isEqualTo("B602");
        assertThat(result.at("/ruleIndex").asInt()).isZero();
        assertThat(result.at("/level").asText()).isEqualTo("error");
        assertThat(result.at("/message/text").asText()).isEqualTo("shell=True");
        JsonNode place = result.at("/locations/0/physicalLocation");
        assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("orders/a%20b%3Ac.py");
        assertThat(place.at("/artifactLocation/uriBaseId").asText()).isEqualTo("%SRCROOT%");
        assertThat(place.at("/region/startLine").asInt()).isEqualTo(9);
        // SARIF counts columns from 1, so an unknown one is left out
        assertThat(place.at("/region").has("startColumn")).isFalse();
        assertThat(result.at("/partialFingerprints/erpFinding~1v1").asText()).isEqualTo("abc");
        assertThat(result.has("suppressions")).isFalse();
    }

    @Test
    void aKnownFindingIsSuppressedAndABrokenToolIsNoSuccess() throws Exception {
        Finding finding =
                Finding.vulnerability(
                                "pip-audit",
                                "PYSEC-1",
                                Severity.HIGH,
                                "django",
                                "bad",
                                List.of("CVE-1"))
                        .withFingerprint("f");
        JsonNode document =
                written(
                        new SarifWriter.Run(
                                "pip-audit", true, List.of(), List.of(finding), Set.of("f")),
                        new SarifWriter.Run(
                                "bandit", false, List.of("not found"), List.of(), Set.of()));

        JsonNode known = document.at("/runs/0/results/0");
        assertThat(known.at("/suppressions/0/kind").asText()).isEqualTo("external");
        assertThat(known.at("/locations/0/logicalLocations/0/name").asText()).isEqualTo("django");
        JsonNode broken = document.at("/runs/1/invocations/0");
        assertThat(broken.at("/executionSuccessful").asBoolean(true)).isFalse();
        assertThat(broken.at("/toolExecutionNotifications/0/message/text").asText())
                .isEqualTo("not found");
    }
}
