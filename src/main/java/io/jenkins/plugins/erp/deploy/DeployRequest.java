package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.RegistryLogin;
import java.util.Optional;

/**
 * What erpDeploy is asked for, over what erp.yaml says.
 *
 * @param environment name in erp.yaml
 * @param image reference to deploy; empty: the image of erp.yaml with this commit's tag
 * @param envFile text of the env file (dotenv syntax), secret; empty: the environment's file in the
 *     workspace
 * @param login at the image's registry, used on the hosts, if it needs one
 * @param dryRun whether only the plan is printed
 */
public record DeployRequest(
        String environment,
        Optional<String> image,
        Optional<String> envFile,
        Optional<RegistryLogin> login,
        boolean dryRun) {

    /** Without the env file's text. */
    @Override
    public String toString() {
        return "deploy of " + image.orElse("this commit's image") + " to " + environment;
    }
}
