package io.jenkins.plugins.erp.jenkins;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.jenkins.settings.EnvironmentLookup.Effective;
import io.jenkins.plugins.erp.operation.Workspace;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.shell.SshAgent;
import java.io.IOException;
import java.util.Optional;

/**
 * What a step brings to reach hosts: an ssh-agent with its key, and the host keys it was given,
 * which are no secret and lie in a file of the workspace while the step runs.
 */
final class SshAccess implements AutoCloseable {
    private final AgentShell shell;
    private final ErpConfig config;
    private final SshAgent agent;
    private final Workspace workspace;
    private final Optional<String> file;
    private final String knownHosts;
    private final String key;

    private SshAccess(
            AgentShell shell,
            ErpConfig config,
            SshAgent agent,
            Workspace workspace,
            Optional<String> file,
            String knownHosts,
            String key) {
        this.shell = shell;
        this.config = config;
        this.agent = agent;
        this.workspace = workspace;
        this.file = file;
        this.knownHosts = knownHosts;
        this.key = key;
    }

    /**
     * Prepares it; nothing for a step that works on no environment.
     *
     * @param settings of the environment; the step's own and erp.yaml's go before them
     * @param id of the step's run, for the file's name
     * @throws ConfigException when credentials are not there
     */
    static SshAccess open(
            Optional<EnvironmentStep> step,
            Effective settings,
            ErpConfig config,
            AgentShell shell,
            Workspace workspace,
            StepCredentials credentials,
            String id)
            throws ConfigException, ShellException, IOException, InterruptedException {
        if (step.isEmpty()) {
            return new SshAccess(
                    shell, config, SshAgent.none(shell), workspace, Optional.empty(), "", "");
        }
        Optional<String> text = knownHosts(step.get(), settings, config, credentials);
        String key =
                step.get().getSshCredentialsId() != null
                        ? step.get().getSshCredentialsId()
                        : settings.sshCredentialsId().orElse(null);
        Optional<String> file = Optional.empty();
        ErpConfig used = config;
        if (text.isPresent()) {
            String name = ".erp/known_hosts-" + id;
            String environment =
                    Required.environment(step.get().functionName(), step.get().getEnvironment());
            EnvironmentConfig changed = config.environment(environment).withKnownHosts(name);
            workspace.write(name, text.get().replace("\r\n", "\n").stripTrailing() + "\n");
            file = Optional.of(name);
            used = config.withEnvironment(changed);
        }
        try {
            SshAgent agent = agent(shell, key, credentials);
            return new SshAccess(
                    shell.withEnvironment(agent.environment()),
                    used,
                    agent,
                    workspace,
                    file,
                    trusted(text, used, step.get(), workspace),
                    key == null ? "" : key);
        } catch (ConfigException | IOException | InterruptedException | RuntimeException e) {
            remove(workspace, file);
            throw e;
        }
    }

    /** The given ones, else those of the environment's file in the workspace. */
    private static String trusted(
            Optional<String> given, ErpConfig config, EnvironmentStep step, Workspace workspace)
            throws IOException, InterruptedException {
        if (given.isPresent()) {
            return given.get();
        }
        EnvironmentConfig environment = config.environments().get(step.getEnvironment());
        Optional<String> named = environment == null ? Optional.empty() : environment.knownHosts();
        return named.isPresent() && !named.get().startsWith("/") && workspace.exists(named.get())
                ? workspace.read(named.get())
                : "";
    }

    private static Optional<String> knownHosts(
            EnvironmentStep step, Effective settings, ErpConfig config, StepCredentials credentials)
            throws ConfigException, IOException {
        if (step.getKnownHosts() != null && step.getKnownHostsCredentialsId() != null) {
            throw new ConfigException(
                    step.functionName() + ": give knownHosts or knownHostsCredentialsId, not both");
        }
        if (step.getKnownHostsCredentialsId() != null) {
            return credentials.knownHosts(step.getKnownHostsCredentialsId());
        }
        EnvironmentConfig environment = config.environments().get(step.getEnvironment());
        boolean named = environment != null && environment.knownHosts().isPresent();
        return Optional.ofNullable(step.getKnownHosts())
                .or(() -> named ? Optional.empty() : settings.knownHosts());
    }

    /** The host keys that are trusted, as lines of a known_hosts file; empty: the client's own. */
    String knownHosts() {
        return knownHosts;
    }

    /** Id of the credentials that hold the key; empty: none. */
    String key() {
        return key;
    }

    /** Runs commands with the agent's key. */
    Shell shell() {
        return shell;
    }

    /** The configuration with the host keys. */
    ErpConfig config() {
        return config;
    }

    @Override
    public void close() {
        agent.close();
        remove(workspace, file);
    }

    private static void remove(Workspace workspace, Optional<String> file) {
        if (file.isEmpty()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            workspace.delete(file.get());
        } catch (IOException e) {
            // public keys in a workspace that cannot be reached; the next checkout removes them
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without credentials there is none: {@code sshagent} may be around the step. */
    private static SshAgent agent(Shell shell, String id, StepCredentials credentials)
            throws ConfigException, ShellException, InterruptedException {
        if (id == null) {
            return SshAgent.none(shell);
        }
        SSHUserPrivateKey key = credentials.sshKey(id);
        return SshAgent.holding(
                shell,
                key.getPrivateKeys(),
                key.getPassphrase() == null ? "" : key.getPassphrase().getPlainText());
    }
}
