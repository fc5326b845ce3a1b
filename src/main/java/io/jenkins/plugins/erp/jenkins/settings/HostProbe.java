package io.jenkins.plugins.erp.jenkins.settings;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.docker.Engine;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.shell.SshAgent;
import io.jenkins.plugins.erp.shell.SshOptions;
import io.jenkins.plugins.erp.shell.SshShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Connects to hosts from this machine as a deploy would from an agent, host keys checked, and asks
 * for their engines. Nothing is changed on a host.
 */
final class HostProbe {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofSeconds(60);

    private HostProbe() {}

    /**
     * What a host said.
     *
     * @param version of its engine; empty when it was not reached or has none
     * @param failure why; empty when there is a version
     */
    record Answer(HostAddress host, Optional<String> version, String failure) {}

    /**
     * Asks one host after the other, for about a minute at most.
     *
     * @param knownHosts lines of a known_hosts file; empty: the SSH client's own
     * @param keys to log in with; empty: the SSH client's own
     * @param passphrase of the keys; empty for none
     */
    static List<Answer> ask(
            List<HostAddress> hosts,
            Optional<String> knownHosts,
            List<String> keys,
            String passphrase)
            throws ShellException, IOException, InterruptedException {
        LocalShell local = new LocalShell();
        // made for this process's user alone
        Path file = Files.createTempFile("erp-known-hosts-", "");
        try (SshAgent agent =
                keys.isEmpty() ? SshAgent.none(local) : SshAgent.holding(local, keys, passphrase)) {
            Files.writeString(file, knownHosts.orElse("").replace("\r\n", "\n") + "\n");
            LocalShell with = local.withEnvironment(agent.environment());
            List<Answer> answers = new ArrayList<>();
            long until = System.nanoTime() + WHOLE.toNanos();
            for (HostAddress host : hosts) {
                if (System.nanoTime() - until > 0) {
                    break;
                }
                answers.add(ask(with, host, knownHosts.map(text -> file.toString())));
            }
            return answers;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Answer ask(LocalShell local, HostAddress host, Optional<String> knownHosts)
            throws InterruptedException {
        SshOptions options =
                new SshOptions(
                        host.user(),
                        host.host(),
                        host.port(),
                        knownHosts,
                        false,
                        Optional.empty(),
                        CONNECT);
        try (SshShell shell = SshShell.open(local, options)) {
            return new Answer(host, Optional.of(Engine.of(shell).server()), "");
        } catch (ShellException | ConfigException e) {
            return new Answer(host, Optional.empty(), e.getMessage());
        }
    }
}
