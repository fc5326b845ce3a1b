package io.jenkins.plugins.erp.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes services of a resolved Compose model fit to be thrown away: of their own, nothing
 * published, nothing kept, nothing of the real system touched. Pure.
 */
final class ThrowawayModel {
    /** What ties a service to a place, a name or the outside. */
    private static final List<String> DROPPED =
            List.of(
                    "ports",
                    "container_name",
                    "networks",
                    "network_mode",
                    "restart",
                    "profiles",
                    "deploy",
                    "scale",
                    "links",
                    "external_links",
                    "volumes_from",
                    "privileged",
                    "devices",
                    "pid",
                    "ipc",
                    "cgroup_parent",
                    "logging",
                    "labels",
                    "hostname");

    /** Data of a test database need not survive a power cut. */
    private static final List<String> FAST =
            List.of(
                    "postgres",
                    "-c",
                    "fsync=off",
                    "-c",
                    "synchronous_commit=off",
                    "-c",
                    "full_page_writes=off");

    /** Named top-level things that services refer to. */
    private static final List<String> TOP_LEVEL = List.of("secrets", "configs");

    private ThrowawayModel() {}

    /**
     * The model to start.
     *
     * @param tree as {@code docker compose config} prints it
     * @param services that are wanted
     * @param database which of them is PostgreSQL
     * @param cache which of them is Redis
     * @param facts of the database; its name, user and password hold no {@code $}
     */
    static ObjectNode of(
            JsonNode tree,
            Collection<String> services,
            Optional<String> database,
            Optional<String> cache,
            Variables.Facts facts) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode all = root.putObject("services");
        for (String name : services) {
            ObjectNode service = (ObjectNode) tree.path("services").path(name).deepCopy();
            service.remove(DROPPED);
            // nothing in it is worth an orderly end, and an abort should not wait for one
            service.put("stop_grace_period", "1s");
            volumes(service);
            dependencies(service, Set.copyOf(services));
            if (database.filter(name::equals).isPresent()) {
                database(service, facts);
            } else if (cache.filter(name::equals).isPresent()
                    && service.path("healthcheck").path("test").isMissingNode()) {
                service.putObject("healthcheck").set("test", words("CMD", "redis-cli", "ping"));
            }
            if (service.path("healthcheck") instanceof ObjectNode) {
                ObjectNode check = (ObjectNode) service.get("healthcheck");
                check.put("interval", "1s");
                check.put("retries", 90);
                check.remove(List.of("start_period", "start_interval"));
            }
            all.set(name, service);
        }
        for (String key : TOP_LEVEL) {
            if (tree.path(key).isObject()) {
                root.set(key, tree.get(key).deepCopy());
            }
        }
        return root;
    }

    /** Only settings and start scripts stay, and cannot be written: data go with the container. */
    private static void volumes(ObjectNode service) {
        if (!(service.path("volumes") instanceof ArrayNode)) {
            return;
        }
        for (Iterator<JsonNode> i = service.get("volumes").elements(); i.hasNext(); ) {
            JsonNode mount = i.next();
            String target = mount.path("target").asText();
            boolean data =
                    target.startsWith("/var/lib/postgresql")
                            || target.equals("/data")
                            || target.startsWith("/var/run")
                            || target.startsWith("/run");
            if (mount.path("type").asText().equals("bind") && !data) {
                ((ObjectNode) mount).put("read_only", true);
            } else if (!mount.path("type").asText().equals("tmpfs")) {
                i.remove();
            }
        }
    }

    private static void dependencies(ObjectNode service, Set<String> services) {
        if (service.path("depends_on") instanceof ObjectNode) {
            ((ObjectNode) service.get("depends_on")).retain(services);
        } else {
            service.remove("depends_on");
        }
    }

    private static void database(ObjectNode service, Variables.Facts facts) {
        if (!service.path("environment").isObject()) {
            service.putObject("environment");
        }
        ObjectNode environment = (ObjectNode) service.get("environment");
        environment.put("POSTGRES_DB", facts.name());
        environment.put("POSTGRES_USER", facts.user());
        environment.put("POSTGRES_PASSWORD", facts.password());
        environment.remove("POSTGRES_PASSWORD_FILE");
        if (service.path("command").isNull() || service.path("command").isMissingNode()) {
            service.set("command", words(FAST.toArray(new String[0])));
        }
        // over TCP: while it sets itself up it already answers on its socket
        service.putObject("healthcheck")
                .put("timeout", "3s")
                .set("test", words("CMD", "pg_isready", "-q", "-h", "127.0.0.1"));
    }

    private static ArrayNode words(String... words) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (String word : words) {
            list.add(word);
        }
        return list;
    }
}
