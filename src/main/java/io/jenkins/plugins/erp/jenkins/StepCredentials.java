package io.jenkins.plugins.erp.jenkins;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.model.Run;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.RegistryLogin;
import io.jenkins.plugins.erp.jenkins.settings.EnvironmentLookup;
import io.jenkins.plugins.erp.jenkins.settings.EnvironmentLookup.Effective;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Credentials that a step names by id, as the build's own user may use them; each use is recorded,
 * and every secret is masked from then on.
 */
final class StepCredentials {
    private static final int LARGEST_FILE = 1024 * 1024;

    private final Run<?, ?> build;
    private final SecretBox secrets;
    private final Effective settings;

    /** Those that the step does not name are taken from the environment's settings. */
    StepCredentials(Run<?, ?> build, SecretBox secrets, Effective settings) {
        this.build = build;
        this.secrets = secrets;
        this.settings = settings;
    }

    /**
     * A login at a registry.
     *
     * @param id null for none
     * @param place names registry and credentials in the way of Docker's plugins; null for none
     * @param image whose registry it is where no place names one
     */
    Optional<RegistryLogin> registry(String id, RegistryPlace place, String image)
            throws ConfigException {
        if (id != null && place != null && place.credentialsId() != null) {
            throw new ConfigException("give registryCredentialsId or registry, not both");
        }
        String named = id != null ? id : place == null ? null : place.credentialsId();
        String used =
                Optional.ofNullable(named)
                        .or(settings::registryCredentialsId)
                        .or(() -> EnvironmentLookup.registryCredentials(image))
                        .orElse(null);
        if (used == null) {
            return Optional.empty();
        }
        StandardUsernamePasswordCredentials found =
                find(
                        used,
                        StandardUsernamePasswordCredentials.class,
                        id != null ? "registryCredentialsId" : "registry",
                        "a user name with password");
        String password = found.getPassword().getPlainText();
        secrets.add(password);
        String server;
        try {
            server =
                    place != null && place.server().isPresent()
                            ? place.server().get()
                            : ImageReference.parse(image).registry().orElse("");
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
        return Optional.of(new RegistryLogin(server, found.getUsername(), password));
    }

    /**
     * The text of an env file.
     *
     * @param given id; null for the one of the settings, where erp.yaml names no file
     * @param environment whose file it is
     */
    Optional<String> envFile(String given, EnvironmentConfig environment)
            throws ConfigException, IOException {
        String id =
                given != null || environment.envFile().isPresent()
                        ? given
                        : settings.envFileCredentialsId().orElse(null);
        if (id == null) {
            return Optional.empty();
        }
        StandardCredentials found =
                find(
                        id,
                        StandardCredentials.class,
                        "envFileCredentialsId",
                        "a secret file or a secret text");
        String text;
        if (found instanceof FileCredentials file) {
            text = read(file, id);
        } else if (found instanceof StringCredentials string) {
            text = string.getSecret().getPlainText();
        } else {
            throw missing(id, "envFileCredentialsId", "a secret file or a secret text");
        }
        secrets.add(text);
        return Optional.of(text);
    }

    /**
     * The lines of a known_hosts file from a secret file; they are public and not masked.
     *
     * @param id of the credentials
     */
    Optional<String> knownHosts(String id) throws ConfigException, IOException {
        return Optional.of(
                read(
                        find(id, FileCredentials.class, "knownHostsCredentialsId", "a secret file"),
                        id));
    }

    /** A private key for hosts. */
    SSHUserPrivateKey sshKey(String id) throws ConfigException {
        SSHUserPrivateKey key =
                find(
                        id,
                        SSHUserPrivateKey.class,
                        "sshCredentialsId",
                        "an SSH user name with private key");
        key.getPrivateKeys().forEach(secrets::add);
        if (key.getPassphrase() != null) {
            secrets.add(key.getPassphrase().getPlainText());
        }
        return key;
    }

    private static String read(FileCredentials file, String id)
            throws ConfigException, IOException {
        try (InputStream content = file.getContent()) {
            byte[] bytes = content.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new ConfigException("the secret file \"" + id + "\" is larger than 1 MiB");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private <C extends IdCredentials> C find(
            String id, Class<C> type, String parameter, String kind) throws ConfigException {
        C found = CredentialsProvider.findCredentialById(id, type, build, List.of());
        if (found == null) {
            throw missing(id, parameter, kind);
        }
        return CredentialsProvider.track(build, found);
    }

    private static ConfigException missing(String id, String parameter, String kind) {
        return new ConfigException(
                parameter
                        + ": there are no credentials \""
                        + id
                        + "\" of the kind needed ("
                        + kind
                        + ") that this job may use");
    }
}
