package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.release.Release;
import java.util.List;

/**
 * The containers of one service, by which release they are of.
 *
 * @param fresh of the release that is to become current
 * @param old all others
 */
record Generations(List<ContainerState> fresh, List<ContainerState> old) {
    /** On every container of the system's own services: its release's id. */
    static final String LABEL = Release.LABEL;

    static Generations of(List<ContainerState> containers, String service, String release) {
        List<ContainerState> all =
                containers.stream().filter(c -> c.service().equals(service)).toList();
        return new Generations(
                all.stream().filter(c -> release.equals(c.labels().get(LABEL))).toList(),
                all.stream().filter(c -> !release.equals(c.labels().get(LABEL))).toList());
    }

    List<ContainerState> oldRunning() {
        return old.stream().filter(ContainerState::running).toList();
    }

    /** Old ones that do not run: left behind by something that died. */
    List<ContainerState> oldDead() {
        return old.stream().filter(c -> !c.running()).toList();
    }

    static List<String> ids(List<ContainerState> containers) {
        return containers.stream().map(ContainerState::id).toList();
    }

    static String names(List<ContainerState> containers) {
        return String.join(", ", containers.stream().map(ContainerState::name).toList());
    }
}
