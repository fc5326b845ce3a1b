package io.jenkins.plugins.erp.health;

import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.release.Release;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the gate looks at on one host.
 *
 * @param project Compose project
 * @param roles services by role
 * @param web containers (names or ids) that stand for web; empty: all of the web service
 * @param whole whether the rest of the system is looked at too: other roles' containers, Celery and
 *     the way through the proxy
 * @param release the one that counts: containers of another are passed over, because a switch has
 *     them still, to go back to or to let them finish; empty: all count
 */
public record HealthTarget(
        String project,
        Map<Role, List<String>> roles,
        List<String> web,
        boolean whole,
        Optional<String> release) {

    /** Copies. */
    public HealthTarget {
        roles = Map.copyOf(roles);
        web = List.copyOf(web);
    }

    /** The whole project. */
    public static HealthTarget project(String project, Map<Role, List<String>> roles) {
        return new HealthTarget(project, roles, List.of(), true, Optional.empty());
    }

    /**
     * Only these web replicas, and database, Redis and migrations as the first of them sees them:
     * what has to hold before the proxy sends requests there.
     */
    public static HealthTarget replicas(
            String project, Map<Role, List<String>> roles, List<String> containers) {
        return new HealthTarget(project, roles, containers, false, Optional.empty());
    }

    /** The same, with only one release's containers of the services that are switched. */
    public HealthTarget of(String wanted) {
        return new HealthTarget(project, roles, web, whole, Optional.of(wanted));
    }

    /** Whether a container is looked at. */
    boolean counts(ContainerState container) {
        String label = container.labels().getOrDefault(Release.LABEL, "");
        return release.isEmpty()
                || release.get().equals(label)
                || Stream.of(Role.WEB, Role.WORKER, Role.BEAT)
                        .noneMatch(r -> services(r).contains(container.service()));
    }

    List<String> services(Role role) {
        return roles.getOrDefault(role, List.of());
    }
}
