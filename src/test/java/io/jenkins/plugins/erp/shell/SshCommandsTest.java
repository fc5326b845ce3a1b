package io.jenkins.plugins.erp.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SshCommandsTest {
    private static final SshOptions OPTIONS =
            new SshOptions(
                    Optional.of("deploy"),
                    "erp1",
                    2222,
                    Optional.of("/ws/my hosts%1"),
                    false,
                    Optional.of("/ws/id"),
                    Duration.ofSeconds(15));

    @Test
    void openIsStrictAndSharesTheConnection() {
        assertThat(String.join(" ", SshCommands.open(OPTIONS, "/tmp/d/1")))
                .isEqualTo(
                        "ssh -T -a -x -S /tmp/d/1 -o BatchMode=yes -o LogLevel=ERROR -o RemoteCommand=none"
                                + " -o PermitLocalCommand=no -o ClearAllForwardings=yes -p 2222 -l deploy -n"
                                + " -o ControlMaster=yes -o ControlPersist=180 -o ConnectTimeout=15"
                                + " -o ServerAliveInterval=5 -o ServerAliveCountMax=3"
                                + " -o StrictHostKeyChecking=yes -o UpdateHostKeys=no"
                                + " -o NumberOfPasswordPrompts=0"
                                + " -o UserKnownHostsFile=\"/ws/my hosts%%1\" -o GlobalKnownHostsFile=/dev/null"
                                + " -o IdentityFile=\"/ws/id\" -o IdentitiesOnly=yes -- erp1 exit 0");
    }

    @Test
    void aCommandNeverOpensAConnectionOfItsOwn() {
        assertThat(SshCommands.run(OPTIONS, "/tmp/d/1", "exec sh -c x"))
                .containsSequence("-o", "ControlMaster=no", "-o", "ProxyCommand=false")
                .endsWith("--", "erp1", "exec sh -c x");
    }

    @Test
    void wordsThatCouldBeOptionsOrSettingsAreRefused() {
        for (String host : List.of("-oProxyCommand=id", "a b", "a;id", "", "$(id)", "a\nb")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SshOptions.to(Optional.empty(), host, 22));
        }
        for (String user : List.of("-l", "a b", "$USER")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SshOptions.to(Optional.of(user), "erp1", 22));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new SshOptions(
                                        Optional.empty(),
                                        "erp1",
                                        22,
                                        Optional.of("/a\" \"/b"),
                                        false,
                                        Optional.empty(),
                                        Duration.ofSeconds(1)));
    }

    @Test
    void environmentTravelsOnStandardInput() throws Exception {
        RemoteCommand remote =
                new RemoteCommand(
                        Command.of("docker", "login").withEnv("TOKEN", "a'b").withStdin("pw"));
        assertThat(remote.line()).doesNotContain("a'b").endsWith(" 22 '' docker login");
        assertThat(new String(remote.stdin(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("export TOKEN='a'\\''b'\npw");
    }

    @Test
    void failuresAreToldApartByTheClientsWords() {
        assertThat(failure("ssh: connect to host erp1 port 2222: Connection timed out"))
                .isInstanceOf(HostUnreachableException.class)
                .hasMessageContaining("no answer on port 2222 within 15 s");
        assertThat(failure("ssh: connect to host erp1 port 2222: No route to host"))
                .isInstanceOf(HostUnreachableException.class)
                .hasMessageContaining("finds no way to it")
                .hasMessageNotContaining("15 s");
        assertThat(failure("Connection timed out during banner exchange"))
                .isInstanceOf(HostUnreachableException.class)
                .hasMessageContaining(
                        "takes connections on port 2222 and says nothing within 15 s");
        assertThat(failure("Host key verification failed.")).isInstanceOf(HostKeyException.class);
        assertThat(failure("deploy@erp1: Permission denied (publickey)."))
                .isInstanceOf(LoginRefusedException.class);
        assertThat(failure("something else"))
                .isInstanceOf(HostUnreachableException.class)
                .hasMessageContaining("| something else");
    }

    private static ShellException failure(String line) {
        return SshFailure.of(OPTIONS, List.of(line), "this machine");
    }
}
