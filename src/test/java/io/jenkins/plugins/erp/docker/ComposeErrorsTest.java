package io.jenkins.plugins.erp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On what Compose 2.26 printed. */
class ComposeErrorsTest {
    private static final String WARNING =
            "time=\"2026-11-25T01:19:15Z\" level=warning msg=\"The \\\"FOO\\\" variable is not set. Defaulting to a blank string.\"";

    @Test
    void extendedFileThatIsNotGiven() {
        String text =
                explain(
                        "service \"nginx\" refers to undefined volume static_volume: invalid compose project",
                        "docker-compose.prod.yml",
                        "services:\n  nginx:\n    extends:\n      file: docker-compose.yml\n      service: nginx\n");
        assertThat(text)
                .startsWith("docker-compose.prod.yml:2: service \"nginx\" uses the volume")
                .contains("\"static_volume\"")
                .contains("top-level key \"volumes\"")
                .contains(
                        "1. give docker-compose.yml too, first: compose: [docker-compose.yml, docker-compose.prod.yml]")
                .contains("2. or declare it in docker-compose.prod.yml:")
                .contains("volumes:\n")
                .contains("  static_volume:");
    }

    @Test
    void undefinedNetworkWithoutExtends() {
        assertThat(
                        explain(
                                "service \"web\" refers to undefined network x: invalid compose project",
                                "compose.yml",
                                "services:\n  web:\n    image: a\n    networks: [x]\n"))
                .startsWith("compose.yml:2: service \"web\" uses the network \"x\"")
                .contains("To mend it, declare it in compose.yml")
                .contains("networks:\n         x:")
                .doesNotContain("extends");
    }

    @Test
    void yamlErrorHasFileLineAndColumn() {
        Map<String, Optional<String>> files = new LinkedHashMap<>();
        files.put("docker-compose.yml", Optional.of("services:\n  web:\n    image: a\n"));
        files.put("docker-compose.prod.yml", Optional.of("services:\n  web:\n    image: [a\n"));
        assertThat(
                        ComposeErrors.explain(
                                List.of(WARNING, "yaml: line 2: did not find expected ',' or ']'"),
                                files))
                .startsWith(
                        "docker-compose.prod.yml:4:1: not valid YAML: while parsing a flow sequence")
                .contains("expected ',' or ']'");
        assertThat(
                        explain(
                                "yaml: line 3: found character that cannot start any token",
                                "c.yml",
                                "services:\n  web:\n\timage: a\n"))
                .startsWith("c.yml:3:1: not valid YAML")
                .contains("\n    | \timage: a");
    }

    @Test
    void otherErrorsNameTheirPlace() {
        assertThat(
                        explain(
                                "validating /ws/c.yml: services.web Additional property imag is not allowed",
                                "c.yml",
                                "services:\n  web:\n    imag: a\n"))
                .isEqualTo("c.yml:3: \"imag\" is no key of services.web");
        assertThat(
                        explain(
                                "validating /ws/c.yml: services.web.ports must be a list",
                                "c.yml",
                                "services:\n  web:\n    image: a\n    ports: foo\n"))
                .isEqualTo("c.yml:4: services.web.ports must be a list");
        assertThat(
                        explain(
                                "error while interpolating services.web.image: required variable FOO is missing a value: set me",
                                "c.yml",
                                ""))
                .contains("the variable FOO (set me)");
        assertThat(
                        explain(
                                "service \"web\" depends on undefined service \"b\": invalid compose project",
                                "c.yml",
                                "services:\n  web:\n    depends_on: [b]\n"))
                .startsWith("c.yml:2: service \"web\" depends on the service \"b\"");
        assertThat(explain("open /ws/nofile.yml: no such file or directory", "nofile.yml", ""))
                .startsWith("there is no file /ws/nofile.yml");
        assertThat(explain("something new", "c.yml", ""))
                .isEqualTo("Compose does not accept the files c.yml:\n    | something new");
    }

    @Test
    void unsetVariablesAreNamed() {
        assertThat(ComposeErrors.unsetVariables(List.of(WARNING, WARNING, "x")))
                .containsExactly("FOO");
    }

    private static String explain(String said, String file, String text) {
        return ComposeErrors.explain(List.of(said), Map.of(file, Optional.of(text)));
    }
}
