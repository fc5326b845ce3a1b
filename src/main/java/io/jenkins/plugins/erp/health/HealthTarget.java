package io.jenkins.plugins.erp.health;

import io.jenkins.plugins.erp.config.Role;
import java.util.List;
import java.util.Map;

/**
 * What the gate looks at on one host.
 *
 * @param project Compose project
 * @param roles services by role
 * @param web containers (names or ids) that stand for web; empty: all of the web service
 * @param whole whether the rest of the system is looked at too: other roles' containers, Celery and
 *     the way through the proxy
 */
public record HealthTarget(
        String project, Map<Role, List<String>> roles, List<String> web, boolean whole) {

    /** Copies. */
    public HealthTarget {
        roles = Map.copyOf(roles);
        web = List.copyOf(web);
    }

    /** The whole project. */
    public static HealthTarget project(String project, Map<Role, List<String>> roles) {
        return new HealthTarget(project, roles, List.of(), true);
    }

    /**
     * Only these web replicas, and database, Redis and migrations as the first of them sees them:
     * what has to hold before the proxy sends requests there.
     */
    public static HealthTarget replicas(
            String project, Map<Role, List<String>> roles, List<String> containers) {
        return new HealthTarget(project, roles, containers, false);
    }

    List<String> services(Role role) {
        return roles.getOrDefault(role, List.of());
    }
}
