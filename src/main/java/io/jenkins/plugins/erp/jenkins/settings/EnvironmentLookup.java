package io.jenkins.plugins.erp.jenkins.settings;

import hudson.model.Job;
import io.jenkins.plugins.erp.config.FurtherEnvironment;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.docker.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the settings say of an environment: a job's own over those of the global configuration. */
public final class EnvironmentLookup {
    private EnvironmentLookup() {}

    /**
     * The settings of an environment, as they count for a job. What nobody says is empty.
     *
     * @param hosts addresses
     * @param path directory on each host
     * @param knownHosts lines of a known_hosts file
     * @param sshCredentialsId for the hosts
     * @param registryCredentialsId for the image's registry
     * @param envFileCredentialsId of variables
     */
    public record Effective(
            List<HostAddress> hosts,
            Optional<String> path,
            Optional<String> knownHosts,
            Optional<String> sshCredentialsId,
            Optional<String> registryCredentialsId,
            Optional<String> envFileCredentialsId) {}

    /**
     * The settings of one environment.
     *
     * @param app name of the system
     * @param environment its name
     */
    public static Effective find(Job<?, ?> job, String app, String environment) {
        return merge(ErpProjectProperty.environments(job), global(), app, environment);
    }

    /** All environments that the settings speak of, for {@code ConfigLoader}. */
    public static FurtherEnvironment.Source further(Job<?, ?> job) {
        return app -> further(ErpProjectProperty.environments(job), global(), app);
    }

    /** Credentials for the registry that an image comes from, where the settings have them. */
    public static Optional<String> registryCredentials(String image) {
        return registryCredentials(
                ErpGlobalConfiguration.get()
                        .map(ErpGlobalConfiguration::getRegistries)
                        .orElse(List.of()),
                image);
    }

    private static List<EnvironmentSettings> global() {
        return ErpGlobalConfiguration.get()
                .map(ErpGlobalConfiguration::getEnvironments)
                .orElse(List.of());
    }

    static Map<String, FurtherEnvironment> further(
            List<EnvironmentSettings> job, List<EnvironmentSettings> global, String app) {
        Set<String> names = new LinkedHashSet<>();
        for (List<EnvironmentSettings> all : List.of(global, job)) {
            all.stream()
                    .filter(e -> e.getName() != null && e.isFor(app))
                    .forEach(e -> names.add(e.getName()));
        }
        Map<String, FurtherEnvironment> found = new LinkedHashMap<>();
        for (String name : names) {
            Effective effective = merge(job, global, app, name);
            found.put(name, new FurtherEnvironment(effective.hosts(), effective.path()));
        }
        return found;
    }

    static Effective merge(
            List<EnvironmentSettings> job,
            List<EnvironmentSettings> global,
            String app,
            String environment) {
        List<EnvironmentSettings> layers = new ArrayList<>();
        for (List<EnvironmentSettings> all : List.of(job, global)) {
            // what is said of one system goes before what is said of all
            for (boolean own : new boolean[] {true, false}) {
                all.stream()
                        .filter(e -> environment.equals(e.getName()) && e.isFor(app))
                        .filter(e -> (e.getApp() != null) == own)
                        .forEach(layers::add);
            }
        }
        return new Effective(
                layers.stream()
                        .map(EnvironmentSettings::addresses)
                        .filter(hosts -> !hosts.isEmpty())
                        .findFirst()
                        .orElse(List.of()),
                first(layers, EnvironmentSettings::getPath),
                first(layers, EnvironmentSettings::getKnownHosts),
                first(layers, EnvironmentSettings::getSshCredentialsId),
                first(layers, EnvironmentSettings::getRegistryCredentialsId),
                first(layers, EnvironmentSettings::getEnvFileCredentialsId));
    }

    static Optional<String> registryCredentials(List<RegistrySettings> registries, String image) {
        String host;
        try {
            host = ImageReference.parse(image).registry().orElse("docker.io");
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return registries.stream()
                .filter(r -> r.getUrl() != null && r.getCredentialsId() != null)
                .filter(r -> r.getUrl().equalsIgnoreCase(host))
                .map(RegistrySettings::getCredentialsId)
                .findFirst();
    }

    private static Optional<String> first(
            List<EnvironmentSettings> layers, Function<EnvironmentSettings, String> key) {
        return layers.stream().map(key).filter(v -> v != null).findFirst();
    }
}
