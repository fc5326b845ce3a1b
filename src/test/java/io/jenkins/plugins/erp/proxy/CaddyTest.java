package io.jenkins.plugins.erp.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.shell.CommandResult;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaddyTest {
    private static final List<String> NAMES = List.of("web");
    private static final String ADAPTED =
            "{\"apps\":{\"http\":{\"servers\":{\"srv0\":{\"listen\":[\":80\"],\"routes\":[{\"handle\":"
                    + "[{\"handler\":\"subroute\",\"routes\":[{\"handle\":[%s]}]}]}]}}}}}";
    private static final String PLAIN =
            ADAPTED.formatted(
                    "{\"handler\":\"reverse_proxy\",\"upstreams\":[{\"dial\":\"web:8000\"}]}");

    @Test
    void theCommandLineSaysWhatIsLoaded() {
        CaddyCommand official =
                CaddyCommand.of(
                        List.of(
                                "caddy",
                                "run",
                                "--config",
                                "/etc/caddy/Caddyfile",
                                "--adapter",
                                "caddyfile"));
        assertThat(official.reload())
                .containsExactly(
                        "caddy",
                        "reload",
                        "--config",
                        "/etc/caddy/Caddyfile",
                        "--adapter",
                        "caddyfile",
                        "--force");
        assertThat(official.adapt())
                .containsExactly(
                        "caddy",
                        "adapt",
                        "--config",
                        "/etc/caddy/Caddyfile",
                        "--adapter",
                        "caddyfile");
        assertThat(CaddyCommand.of(List.of("/usr/bin/caddy", "run", "--environ")).reload())
                .containsExactly("/usr/bin/caddy", "reload", "--config", "Caddyfile", "--force");
        assertThat(CaddyCommand.of(List.of("caddy", "run", "--config=/a/caddy.json")).adapt())
                .containsExactly("cat", "/a/caddy.json");
    }

    @ParameterizedTest
    @CsvSource({
        "caddy run --resume, --resume",
        "caddy run --envfile /x --config /c, env_file",
        "caddy reverse-proxy --to web:8000, Caddyfile",
        "sh -c start, command:"
    })
    void aCommandThatCannotBeRepeatedIsRefusedWithWhatToWrite(String command, String word) {
        assertThat(CaddyCommand.of(List.of(command.split(" "))).obstacle().orElseThrow())
                .contains(word);
    }

    @Test
    void portsAreThoseOfTheNamedUpstreams() {
        assertThat(CaddySteering.of(PLAIN, NAMES).ports()).containsExactly(8000);
    }

    @Test
    void whatCannotBeSteeredIsRefusedWithWhatToWrite() {
        String off = "{\"admin\":{\"disabled\":true}," + PLAIN.substring(1);
        assertThat(CaddySteering.of(off, NAMES).obstacle().orElseThrow()).contains("admin off");
        String dynamic =
                "{\"handler\":\"reverse_proxy\",\"dynamic_upstreams\":{\"source\":\"a\",\"name\":"
                        + "\"web\"}}";
        String variable =
                "{\"handler\":\"reverse_proxy\",\"upstreams\":[{\"dial\":\"{http.vars.up}:8000\"}]}";
        String resolver =
                "{\"handler\":\"reverse_proxy\",\"transport\":{\"protocol\":\"http\",\"resolver\":"
                        + "{\"addresses\":[\"10.0.0.1\"]}},\"upstreams\":[{\"dial\":\"web:8000\"}]}";
        for (String handler : List.of(dynamic, variable, resolver, "{\"handler\":\"encode\"}")) {
            assertThat(CaddySteering.of(ADAPTED.formatted(handler), NAMES).obstacle())
                    .as(handler)
                    .isPresent();
        }
        assertThat(CaddySteering.of("no JSON", NAMES).obstacle()).isPresent();
    }

    @Test
    void openConnectionsToOthersAreCounted() {
        String table =
                """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:07E3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0
                   1: 040012AC:8F2C 030012AC:1F40 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0
                   2: 040012AC:8F2E 050012AC:1F40 01 00000000:00000000 00:00000000 00000000     0        0 3 1 0
                   3: 040012AC:8F30 030012AC:1F40 06 00000000:00000000 00:00000000 00000000     0        0 4 1 0
                   4: 040012AC:1F40 090012AC:1F40 01 00000000:00000000 00:00000000 00000000     0        0 5 1 0
                   5: 040012AC:8F32 030012AC:18EB 01 00000000:00000000 00:00000000 00000000     0        0 6 1 0
                """;
        // 172.18.0.5 is wanted, 172.18.0.3 is the old one; the third is closed already
        assertThat(TcpTable.elsewhere(table, List.of(8000), List.of("172.18.0.5"))).isEqualTo(1);
        assertThat(TcpTable.elsewhere(table, List.of(8000), List.of("172.18.0.3", "172.18.0.5")))
                .isZero();
    }

    @Test
    void theNameIsThereForAsLongAsItIsRememberedBeforeTheReload() throws Exception {
        List<String> did = new ArrayList<>();
        HostCommands host =
                (command, output) -> {
                    List<String> argv = command.argv();
                    did.add(
                            String.join(" ", argv.subList(argv.indexOf("c1") + 1, argv.size()))
                                    + (argv.contains("tee")
                                            ? " <"
                                                    + new String(
                                                                    command.stdin(),
                                                                    StandardCharsets.UTF_8)
                                                            .lines()
                                                            .count()
                                            : ""));
                    String out = argv.contains("adapt") ? PLAIN : "";
                    boolean hosts = argv.contains("/etc/hosts") && argv.contains("cat");
                    return new CommandResult(
                            command,
                            "host",
                            0,
                            hosts ? "127.0.0.1 localhost\n" : out,
                            List.of(),
                            Duration.ZERO);
                };
        CaddyMover mover =
                new CaddyMover(
                        host, time -> did.add("wait " + time.toMillis()), Duration.ofSeconds(5));
        mover.pointAt(
                container("caddy:2"),
                List.of(container("web")),
                NAMES,
                new Progress(Console.NONE, Clock.systemUTC()));
        assertThat(did)
                .containsExactly(
                        "caddy adapt --config /etc/caddy/Caddyfile",
                        "cat /etc/hosts",
                        "tee /etc/hosts <3",
                        "wait 5500",
                        "caddy reload --config /etc/caddy/Caddyfile --force",
                        "cat /proc/net/tcp",
                        "tee /etc/hosts <2");
    }

    @Test
    void aFailedReloadLeavesEverythingAsItWas() {
        List<String> hosts = new ArrayList<>();
        HostCommands host =
                (command, output) -> {
                    List<String> argv = command.argv();
                    if (argv.contains("tee")) {
                        hosts.add(new String(command.stdin(), StandardCharsets.UTF_8));
                    }
                    boolean reload = argv.contains("reload");
                    return new CommandResult(
                            command,
                            "host",
                            reload ? 1 : 0,
                            argv.contains("adapt")
                                    ? PLAIN
                                    : argv.contains("cat") ? "127.0.0.1 localhost\n" : "",
                            reload ? List.of("connection refused") : List.of(),
                            Duration.ZERO);
                };
        assertThatThrownBy(
                        () ->
                                new CaddyMover(host, time -> {}, Duration.ofSeconds(5))
                                        .pointAt(
                                                container("caddy:2"),
                                                List.of(container("web")),
                                                NAMES,
                                                new Progress(Console.NONE, Clock.systemUTC())))
                .isInstanceOf(PhaseException.class)
                .hasMessageContaining("goes on as it was")
                .hasMessageContaining("connection refused");
        assertThat(hosts).hasSize(2);
        assertThat(hosts.get(1)).isEqualTo("127.0.0.1 localhost\n");
    }

    private static ContainerState container(String image) {
        return ContainerState.parse(
                        "[{\"Id\": \"c1\", \"Name\": \"/erp-"
                                + image.replace(":", "-")
                                + "\", \"State\": {\"Status\": \"running\"}, \"Config\": {\"Image\":"
                                + " \""
                                + image
                                + "\", \"Cmd\": [\"caddy\", \"run\", \"--config\","
                                + " \"/etc/caddy/Caddyfile\"]}, \"NetworkSettings\": {\"Networks\":"
                                + " {\"n\": {\"IPAddress\": \"172.18.0.5\"}}}}]")
                .get(0);
    }
}
