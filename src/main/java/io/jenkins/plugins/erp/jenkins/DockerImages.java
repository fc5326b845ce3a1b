package io.jenkins.plugins.erp.jenkins;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.RegistryAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Images as the docker-workflow plugin knows them: what {@code docker.build} and {@code
 * docker.image} return is taken for an image's name, and {@code docker.withRegistry} around a step
 * says whose name it is.
 */
final class DockerImages {
    private static final String CLASS = "org.jenkinsci.plugins.docker.workflow.Docker$Image";
    private static final String REGISTRY = "DOCKER_REGISTRY_URL";

    private DockerImages() {}

    /** Arguments with the names of images in place of the objects. */
    static Map<String, Object> named(Map<String, Object> arguments) {
        Map<String, Object> named = new LinkedHashMap<>(arguments);
        named.replaceAll((key, value) -> value == null ? null : named(value));
        return named;
    }

    private static Object named(Object value) {
        if (!value.getClass().getName().equals(CLASS)) {
            return value;
        }
        try {
            // the class is Groovy code that its plugin loads for each Pipeline: it cannot be linked
            return value.getClass().getField("id").get(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "the image's name cannot be read from what docker.build returned; give its name"
                            + " as text",
                    e);
        }
    }

    /**
     * An image's name with the registry of the {@code docker.withRegistry} block it is used in,
     * where it has none itself, as docker-workflow's own steps do.
     *
     * @param image null for none
     * @throws ConfigException when it, or the registry's URL, is none
     */
    static Optional<String> qualified(String image, Map<String, String> environment)
            throws ConfigException {
        if (image == null) {
            return Optional.empty();
        }
        String url = environment.getOrDefault(REGISTRY, "");
        try {
            if (url.isBlank() || ImageReference.parse(image).registry().isPresent()) {
                return Optional.of(image);
            }
            return Optional.of(RegistryAddress.ofUrl(url) + "/" + image);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }
}
