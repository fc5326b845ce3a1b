package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.release.Release;
import java.util.List;

/**
 * The containers of one service, by which release they are of.
 *
 * @param fresh of the release that is to become current
 * @param old of the release that serves now
 * @param stale of neither: left from before, to be removed
 */
record Generations(
        List<ContainerState> fresh, List<ContainerState> old, List<ContainerState> stale) {
    /** On every container of the system's own services: its release's id. */
    static final String LABEL = Release.LABEL;

    /**
     * Sorts them. A container without a label was started before there were releases and counts as
     * old; where none is of the release that should serve, all others do.
     *
     * @param previous the release that serves now, or empty
     */
    static Generations of(
            List<ContainerState> containers, String service, String release, String previous) {
        List<ContainerState> all =
                containers.stream().filter(c -> c.service().equals(service)).toList();
        List<ContainerState> others = all.stream().filter(c -> !release.equals(of(c))).toList();
        List<ContainerState> serving =
                others.stream().filter(c -> of(c).isEmpty() || of(c).equals(previous)).toList();
        List<ContainerState> old = serving.isEmpty() ? others : serving;
        return new Generations(
                all.stream().filter(c -> release.equals(of(c))).toList(),
                old,
                others.stream().filter(c -> !old.contains(c)).toList());
    }

    private static String of(ContainerState container) {
        return container.labels().getOrDefault(LABEL, "");
    }

    List<ContainerState> oldRunning() {
        return running(old);
    }

    /** Old ones that do not run: left behind by something that died. */
    List<ContainerState> oldDead() {
        return old.stream().filter(c -> !c.running()).toList();
    }

    static List<ContainerState> running(List<ContainerState> containers) {
        return containers.stream().filter(ContainerState::running).toList();
    }

    static List<String> ids(List<ContainerState> containers) {
        return containers.stream().map(ContainerState::id).toList();
    }

    static String names(List<ContainerState> containers) {
        return String.join(", ", containers.stream().map(ContainerState::name).toList());
    }
}
