package io.jenkins.plugins.erp.build;

import io.jenkins.plugins.erp.docker.RegistryLogin;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What erpBuild is asked for, over what erp.yaml says.
 *
 * @param tags further tags
 * @param args further build arguments, over those of erp.yaml
 * @param target stage of the Dockerfile
 * @param push whether to push
 * @param login at the image's registry, if it needs one
 */
public record BuildRequest(
        List<String> tags,
        Map<String, String> args,
        Optional<String> target,
        Optional<Boolean> push,
        Optional<RegistryLogin> login) {}
