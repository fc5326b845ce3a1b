package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.DotEnv;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.SwitchFinding;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a deploy was given, looked through before anything is changed.
 *
 * @param image to deploy
 * @param commit of the sources, or empty
 * @param envText the env file, secret
 * @param env the same, read
 * @param model resolved, with the host's paths; holds secrets
 * @param roles services by role
 * @param own services that run the system's image
 * @param files of the workspace that containers mount
 * @param findings that are taken out of the way or told
 */
record Checked(
        ImageReference image,
        String commit,
        String envText,
        DotEnv env,
        ComposeProject model,
        Map<Role, List<String>> roles,
        Set<String> own,
        List<String> files,
        List<SwitchFinding> findings) {

    /** Without secrets. */
    @Override
    public String toString() {
        return "deploy of " + image + " with " + model;
    }
}
