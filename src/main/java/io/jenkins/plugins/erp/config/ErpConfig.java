package io.jenkins.plugins.erp.config;

import java.util.List;
import java.util.Map;

/**
 * The whole of {@code erp.yaml}, defaults filled in, environments merged.
 *
 * @param app name of the system, {@code [a-z0-9][a-z0-9_-]*}; the Compose project's name unless an
 *     environment says otherwise
 * @param image repository of the image, without a tag
 * @param compose Compose files, relative to the workspace
 * @param roles services by role; empty: inferred from image and command
 * @param requiredEnv variables that every environment has to provide
 * @param build how the image is built
 * @param health the gate, where an environment does not say otherwise
 * @param test how the tests run
 * @param scan how the code is scanned
 * @param environments by name, in the order written
 * @param unusable environments that name a variable which is not set here: name to what to do
 */
public record ErpConfig(
        String app,
        String image,
        List<String> compose,
        Map<Role, List<String>> roles,
        List<String> requiredEnv,
        BuildConfig build,
        HealthConfig health,
        TestConfig test,
        ScanConfig scan,
        Map<String, EnvironmentConfig> environments,
        Map<String, String> unusable) {

    /** With every environment usable. */
    public ErpConfig(
            String app,
            String image,
            List<String> compose,
            Map<Role, List<String>> roles,
            List<String> requiredEnv,
            BuildConfig build,
            HealthConfig health,
            TestConfig test,
            ScanConfig scan,
            Map<String, EnvironmentConfig> environments) {
        this(
                app,
                image,
                compose,
                roles,
                requiredEnv,
                build,
                health,
                test,
                scan,
                environments,
                Map.of());
    }

    ErpConfig withEnvironments(Map<String, EnvironmentConfig> usable, Map<String, String> others) {
        return new ErpConfig(
                app, image, compose, roles, requiredEnv, build, health, test, scan, usable, others);
    }

    /** The same with an environment in the place of the one of its name. */
    public ErpConfig withEnvironment(EnvironmentConfig changed) {
        Map<String, EnvironmentConfig> all = new java.util.LinkedHashMap<>(environments);
        all.put(changed.name(), changed);
        return withEnvironments(all, unusable);
    }

    /**
     * The environment of that name.
     *
     * @throws ConfigException naming those there are
     */
    public EnvironmentConfig environment(String name) throws ConfigException {
        if (unusable.containsKey(name)) {
            throw new ConfigException(unusable.get(name));
        }
        EnvironmentConfig found = environments.get(name);
        if (found == null) {
            throw new ConfigException(
                    "there is no environment \""
                            + name
                            + "\" in erp.yaml; it has: "
                            + (environments.isEmpty()
                                    ? "none"
                                    : String.join(", ", environments.keySet())));
        }
        return found;
    }
}
