package io.jenkins.plugins.erp.docker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One image build, ready to be turned into a command.
 *
 * @param context directory
 * @param dockerfile path as Docker wants it: relative to the working directory, not to the context
 * @param target stage, or empty for the last
 * @param tags references the image gets; at least one
 * @param args build arguments, never secrets
 * @param labels of the image
 * @param secrets id to the variable of the builder's environment that holds it
 * @param platforms such as {@code linux/amd64}; empty for the builder's own
 * @param pull whether base images are asked for anew
 * @param push whether BuildKit itself pushes (needed for several platforms)
 * @param metadataFile where BuildKit writes the digest; buildx only
 * @param timeout for the build
 */
public record ImageBuild(
        String context,
        String dockerfile,
        Optional<String> target,
        List<ImageReference> tags,
        Map<String, String> args,
        Map<String, String> labels,
        Map<String, String> secrets,
        List<String> platforms,
        boolean pull,
        boolean push,
        Optional<String> metadataFile,
        Duration timeout) {}
