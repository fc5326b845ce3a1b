package io.jenkins.plugins.erp.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the image is built.
 *
 * @param context directory, relative to the workspace
 * @param dockerfile relative to the context
 * @param target stage of the Dockerfile, or empty for the last
 * @param args build arguments; never secrets
 * @param secrets BuildKit secrets: id to the name of an environment variable that holds it
 * @param platforms such as {@code linux/amd64}; empty for the builder's own
 * @param tags further tags beside commit, branch and latest
 * @param push whether the image goes to its registry
 * @param pull whether base images are asked for anew
 * @param timeout for the build
 */
public record BuildConfig(
        String context,
        String dockerfile,
        Optional<String> target,
        Map<String, String> args,
        Map<String, String> secrets,
        List<String> platforms,
        List<String> tags,
        boolean push,
        boolean pull,
        Duration timeout) {

    /** Used where nobody said otherwise. */
    public static final BuildConfig DEFAULT =
            new BuildConfig(
                    ".",
                    "Dockerfile",
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    true,
                    false,
                    Duration.ofMinutes(30));
}
