package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What of a system a host runs where it runs on several; pure. */
final class HostShare {

    private HostShare() {}

    /**
     * Why a system cannot run on several hosts: what it keeps data in would be another one on each.
     *
     * @return for people, with the fix; empty when it can
     */
    static Optional<String> refusal(int hosts, Map<Role, List<String>> roles) {
        List<String> data = new ArrayList<>(roles.getOrDefault(Role.DATABASE, List.of()));
        data.addAll(roles.getOrDefault(Role.CACHE, List.of()));
        if (hosts < 2 || data.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                "the Compose files run "
                        + String.join(" and ", data)
                        + ", and there are "
                        + hosts
                        + " hosts: each would have one of its own, with other data in it.\n    Run "
                        + (data.size() == 1 ? "it on a server" : "them on servers")
                        + " of "
                        + (data.size() == 1 ? "its" : "their")
                        + " own, give the address in the env file (DB_HOST, REDIS_URL or as the"
                        + " settings read it), and take "
                        + (data.size() == 1 ? "the service" : "the services")
                        + " out of this environment's Compose files.");
    }

    /** A release without services that are not run here. */
    static Release of(Release release, List<String> idle) {
        if (idle.isEmpty()) {
            return release;
        }
        Map<String, List<String>> services = new TreeMap<>();
        release.services()
                .forEach(
                        (role, all) -> {
                            List<String> left =
                                    all.stream().filter(s -> !idle.contains(s)).toList();
                            if (!left.isEmpty()) {
                                services.put(role, left);
                            }
                        });
        return release.withServices(services);
    }

    /** A model without services that are not run here. */
    static ComposeProject of(ComposeProject model, List<String> idle) throws ConfigException {
        if (idle.isEmpty()) {
            return model;
        }
        ObjectNode tree = model.tree().deepCopy();
        if (tree.path("services") instanceof ObjectNode services) {
            services.remove(idle);
        }
        return ComposeProject.parse(tree.toString());
    }
}
