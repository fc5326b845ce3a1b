package io.jenkins.plugins.erp.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The step's own ssh-agent, with the real OpenSSH programs. */
@Timeout(60)
class SshAgentTest {
    @TempDir Path directory;
    private LocalShell shell;

    @BeforeEach
    void needsOpenSsh() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/ssh-agent"))
                        && Files.isExecutable(Path.of("/usr/bin/ssh-keygen")),
                "no OpenSSH client on this machine");
        shell =
                new LocalShell()
                        .in(directory)
                        .withEnvironment(Map.of("TMPDIR", directory.toString()));
    }

    @Test
    void whatSshAgentPrintsIsRead() {
        assertThat(
                        SshAgent.variables(
                                "SSH_AUTH_SOCK=/tmp/ssh-XX/agent.1; export SSH_AUTH_SOCK;\n"
                                        + "SSH_AGENT_PID=77; export SSH_AGENT_PID;\necho Agent pid 77;\n"))
                .containsExactly(
                        Map.entry("SSH_AUTH_SOCK", "/tmp/ssh-XX/agent.1"),
                        Map.entry("SSH_AGENT_PID", "77"));
    }

    @Test
    void aKeyWithoutPassphraseIsHeldAndGoneAfterwards() throws Exception {
        String key = key("");
        Map<String, String> environment;
        try (SshAgent agent = SshAgent.holding(shell, List.of(key.replace("\n", "\r\n")), "")) {
            environment = agent.environment();
            assertThat(held(environment)).contains("test-key");
        }
        assertThat(shell.run(with(environment, Command.of("ssh-add", "-l"))).ok()).isFalse();
    }

    @Test
    void aKeyWithPassphraseIsHeldAndNothingOfItStaysInAFile() throws Exception {
        String key = key("it's a \"phrase\" $(x)");
        try (SshAgent agent = SshAgent.holding(shell, List.of(key), "it's a \"phrase\" $(x)")) {
            assertThat(held(agent.environment())).contains("test-key");
            try (var files = Files.walk(directory)) {
                assertThat(files.filter(Files::isRegularFile).toList())
                        .allMatch(f -> f.getFileName().toString().startsWith("key"));
            }
        }
    }

    @Test
    void aWrongPassphraseFailsWithoutSayingIt() throws Exception {
        String key = key("right one");

        assertThatThrownBy(() -> SshAgent.holding(shell, List.of(key), "wrong one"))
                .isInstanceOf(ShellException.class)
                .message()
                .doesNotContain("wrong one")
                .doesNotContain("PRIVATE KEY");
    }

    private String held(Map<String, String> environment) throws Exception {
        return shell.run(with(environment, Command.of("ssh-add", "-l"))).orThrow().stdout();
    }

    private static Command with(Map<String, String> environment, Command command) {
        Command result = command;
        for (Map.Entry<String, String> one : environment.entrySet()) {
            result = result.withEnv(one.getKey(), one.getValue());
        }
        return result;
    }

    private String key(String passphrase) throws Exception {
        Path file = directory.resolve("key");
        shell.run(
                        Command.of(
                                "ssh-keygen",
                                "-q",
                                "-t",
                                "ed25519",
                                "-C",
                                "test-key",
                                "-N",
                                passphrase,
                                "-f",
                                file.toString()))
                .orThrow();
        return Files.readString(file);
    }
}
