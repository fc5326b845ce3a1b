package io.jenkins.plugins.erp.runner.host;

import java.util.Optional;
import java.util.Set;

/**
 * What was found on this machine before anything is done.
 *
 * @param system {@code os.name} as Java says it
 * @param root whether this process runs as root
 * @param privileged whether the kernel lets this process administer mounts and networks
 * @param distribution {@code ID} of os-release, such as debian
 * @param codename {@code VERSION_CODENAME} of os-release, such as bookworm
 * @param mirror where apt takes this distribution's packages from
 * @param programs of those asked about, the ones on the path
 * @param engine the engine's version, where one answers on this machine's socket
 * @param compose version of Compose, empty where there is none or only version 1
 * @param buildx whether the client builds with BuildKit
 * @param images of those wanted, the ones the engine has
 * @param registry whether our local registry answers
 * @param user whether our login exists
 * @param sshd whether our sshd runs
 */
public record HostFacts(
        String system,
        boolean root,
        boolean privileged,
        String distribution,
        String codename,
        Optional<Mirror> mirror,
        Set<String> programs,
        Optional<String> engine,
        Optional<String> compose,
        boolean buildx,
        Set<String> images,
        boolean registry,
        boolean user,
        boolean sshd) {

    /** Copies the sets. */
    public HostFacts {
        programs = Set.copyOf(programs);
        images = Set.copyOf(images);
    }

    /**
     * Where packages come from.
     *
     * @param uri of an apt source
     * @param keyring {@code Signed-By}, if the source has one
     */
    public record Mirror(String uri, Optional<String> keyring) {}
}
