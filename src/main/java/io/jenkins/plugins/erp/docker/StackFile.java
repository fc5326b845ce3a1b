package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.erp.config.ConfigException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code docker stack deploy} is given for a release (format 3.9 of the Compose file): made
 * from the release's resolved model by leaving out what a swarm refuses or ignores and by saying
 * how services are updated. Pure.
 *
 * @param tree the file; holds secret values
 * @param told what a swarm does otherwise than Compose did, for people
 */
public record StackFile(ObjectNode tree, List<String> told) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVICES = "services";

    /* How long web that was taken out of the names of its network goes on answering at most. */
    private static final String LINGER = "5m";

    private static final Set<String> KEPT =
            Set.of(
                    "cap_add",
                    "cap_drop",
                    "command",
                    "configs",
                    "dns",
                    "dns_search",
                    "entrypoint",
                    "environment",
                    "extra_hosts",
                    "hostname",
                    "image",
                    "init",
                    "isolation",
                    "labels",
                    "logging",
                    "read_only",
                    "secrets",
                    "stdin_open",
                    "stop_grace_period",
                    "stop_signal",
                    "sysctls",
                    "tmpfs",
                    "tty",
                    "ulimits",
                    "user",
                    "working_dir");

    /* Left out without a word: a swarm has its own way for each, or it is about Compose alone. */
    private static final Set<String> MEANINGLESS =
            Set.of(
                    "attach",
                    "build",
                    "container_name",
                    "depends_on",
                    "env_file",
                    "expose",
                    "links",
                    "profiles",
                    "pull_policy",
                    "scale",
                    "cpus",
                    "mem_limit",
                    "mem_reservation",
                    "deploy",
                    "healthcheck",
                    "networks",
                    "ports",
                    "restart",
                    "volumes");

    private static final Set<String> HEALTHCHECK =
            Set.of("test", "interval", "timeout", "retries", "start_period", "disable");

    /**
     * What it is made for.
     *
     * @param stack its name
     * @param roles services by role, in small letters
     * @param virtualServers whether the kernel has IP_VS: without it services are found by the
     *     addresses of their containers, and ports are those of the node that a container is on
     */
    public record Setting(String stack, Map<String, List<String>> roles, boolean virtualServers) {
        boolean is(String role, String service) {
            return roles.getOrDefault(role, List.of()).contains(service);
        }
    }

    /** Makes one. */
    public static StackFile of(ComposeProject release, Setting setting) throws ConfigException {
        List<String> told = new ArrayList<>();
        ObjectNode tree = JSON.createObjectNode();
        tree.put("version", "3.9");
        ObjectNode services = tree.putObject(SERVICES);
        Iterator<Map.Entry<String, JsonNode>> all = release.tree().path(SERVICES).fields();
        while (all.hasNext()) {
            Map.Entry<String, JsonNode> one = all.next();
            services.set(
                    one.getKey(),
                    service(one.getKey(), release, (ObjectNode) one.getValue(), setting, told));
        }
        networks(release, tree);
        volumes(release, tree);
        files(release, tree, setting, "secrets");
        files(release, tree, setting, "configs");
        return new StackFile(tree, List.copyOf(told));
    }

    /** Reads one that was written. */
    public static StackFile parse(String json) throws ConfigException {
        try {
            if (JSON.readTree(json) instanceof ObjectNode tree && tree.path(SERVICES).isObject()) {
                return new StackFile(tree, List.of());
            }
        } catch (JsonProcessingException e) {
            // the text may hold secrets: no cause, no excerpt
        }
        throw new ConfigException("it is no stack file");
    }

    /** Names of the services. */
    public List<String> services() {
        List<String> names = new ArrayList<>();
        tree.path(SERVICES).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** How many tasks of a service there are to be on one node. */
    public int replicas(String service) {
        return tree.path(SERVICES).path(service).path("deploy").path("replicas").asInt(1);
    }

    /** Whether a service is reached at the addresses of its containers alone. */
    public boolean byAddress(String service) {
        return tree.path(SERVICES)
                .path(service)
                .path("deploy")
                .path("endpoint_mode")
                .asText()
                .equals("dnsrr");
    }

    /** Only these services, with all networks and volumes. */
    public StackFile part(Collection<String> wanted) {
        ObjectNode some = tree.deepCopy();
        ((ObjectNode) some.path(SERVICES)).retain(wanted);
        return new StackFile(some, told);
    }

    /** Real names of the networks that the stack makes itself. */
    public static List<String> ownNetworks(ComposeProject release, String stack) {
        Set<String> names = new TreeSet<>();
        JsonNode top = release.tree().path("networks");
        for (String key : networkKeys(release)) {
            if (!top.path(key).path("external").asBoolean(false)) {
                names.add(stack + "_" + key);
            }
        }
        return List.copyOf(names);
    }

    /** Real names of the volumes that are made where they are not there. */
    public static List<String> ownVolumes(ComposeProject release) {
        Set<String> names = new TreeSet<>();
        release.volumes()
                .forEach(
                        (key, name) -> {
                            JsonNode one = release.tree().path("volumes").path(key);
                            boolean plain =
                                    one.path("driver").asText("local").equals("local")
                                            && one.path("driver_opts").isEmpty();
                            if (plain && !one.path("external").asBoolean(false)) {
                                names.add(name);
                            }
                        });
        return List.copyOf(names);
    }

    /**
     * The release's model for one-off containers: in the stack's networks and volumes, which are
     * there already.
     */
    public static ComposeProject oneOff(ComposeProject release, String stack) {
        ObjectNode tree = release.tree().deepCopy();
        ObjectNode networks = tree.putObject("networks");
        for (String key : networkKeys(release)) {
            JsonNode before = release.tree().path("networks").path(key);
            networks.putObject(key)
                    .put("external", true)
                    .put(
                            "name",
                            before.path("external").asBoolean(false)
                                    ? before.path("name").asText(key)
                                    : stack + "_" + key);
        }
        Set<String> own = Set.copyOf(ownVolumes(release));
        release.volumes()
                .forEach(
                        (key, name) -> {
                            if (own.contains(name)) {
                                tree.withObject("/volumes")
                                        .putObject(key)
                                        .put("external", true)
                                        .put("name", name);
                            }
                        });
        for (JsonNode service : tree.path(SERVICES)) {
            ((ObjectNode) service).remove(List.of("ports", "deploy", "restart"));
        }
        return ComposeProject.of(tree);
    }

    /** As it is given to Docker. */
    public String toJson() {
        return tree.toPrettyString() + "\n";
    }

    /** Without values. */
    @Override
    public String toString() {
        return "stack of " + String.join(", ", services());
    }

    private static Set<String> networkKeys(ComposeProject release) {
        Set<String> keys = new TreeSet<>(release.networks().keySet());
        for (ComposeService service : release.services().values()) {
            keys.addAll(
                    service.networks().isEmpty() ? Set.of("default") : service.networks().keySet());
        }
        return keys;
    }

    private static ObjectNode service(
            String name,
            ComposeProject release,
            ObjectNode from,
            Setting setting,
            List<String> told)
            throws ConfigException {
        ObjectNode to = JSON.createObjectNode();
        List<String> left = new ArrayList<>();
        Iterator<Map.Entry<String, JsonNode>> all = from.fields();
        while (all.hasNext()) {
            Map.Entry<String, JsonNode> one = all.next();
            boolean empty = one.getValue().isNull() || one.getValue().isEmpty();
            if (one.getValue().isNull() || (one.getValue().isContainerNode() && empty)) {
                continue;
            }
            if (KEPT.contains(one.getKey())) {
                to.set(one.getKey(), one.getValue().deepCopy());
            } else if (!MEANINGLESS.contains(one.getKey()) && !one.getKey().startsWith("x-")) {
                left.add(one.getKey());
            }
        }
        if (from.has("network_mode")) {
            throw new ConfigException(
                    name
                            + " has network_mode: "
                            + from.path("network_mode").asText()
                            + ", which a swarm does not have: take it away, or keep target: compose");
        }
        if (!left.isEmpty()) {
            told.add(name + ": a swarm does not know " + String.join(", ", left) + "; left out");
        }
        if (from.path("healthcheck") instanceof ObjectNode check) {
            to.set("healthcheck", check.deepCopy().retain(HEALTHCHECK));
        }
        ObjectNode networks = to.putObject("networks");
        ComposeService described = release.services().get(name);
        for (String key :
                described.networks().isEmpty()
                        ? Set.of("default")
                        : described.networks().keySet()) {
            ObjectNode one = networks.putObject(key);
            JsonNode aliases = from.path("networks").path(key).path("aliases");
            if (!aliases.isEmpty()) {
                one.set("aliases", aliases.deepCopy());
            }
        }
        mounts(from, to);
        boolean published = ports(name, from, to, setting, told);
        deploy(name, described, from, to, published, setting);
        return to;
    }

    private static void mounts(ObjectNode from, ObjectNode to) {
        for (JsonNode mount : from.path("volumes")) {
            ObjectNode one = ((ObjectNode) mount).deepCopy();
            if (one.path("bind") instanceof ObjectNode bind) {
                bind.retain("propagation");
            }
            if (one.path("volume") instanceof ObjectNode volume) {
                volume.retain("nocopy");
            }
            for (String part : List.of("bind", "volume", "tmpfs")) {
                if (one.path(part).isEmpty()) {
                    one.remove(part);
                }
            }
            to.withArray("/volumes").add(one);
        }
    }

    private static boolean ports(
            String name, ObjectNode from, ObjectNode to, Setting setting, List<String> told)
            throws ConfigException {
        boolean fixed = false;
        for (JsonNode port : from.path("ports")) {
            String published = port.path("published").asText("");
            String address = port.path("host_ip").asText("");
            boolean local = address.startsWith("127.") || address.equals("::1");
            if (published.isEmpty() || published.equals("0")) {
                continue;
            }
            if (!published.matches("[0-9]+")) {
                throw new ConfigException(
                        name
                                + " publishes the ports "
                                + published
                                + ": a swarm needs one port for each container port");
            }
            if (local && (setting.is("database", name) || setting.is("cache", name))) {
                told.add(
                        name
                                + ": port "
                                + published
                                + " is not published: a swarm opens it on every address of the"
                                + " node, and the Compose file asks for "
                                + address
                                + " alone. The services reach it as "
                                + name);
                continue;
            }
            if (!address.isEmpty() && !address.equals("0.0.0.0") && !address.equals("::")) {
                told.add(
                        name
                                + ": a swarm opens port "
                                + published
                                + " on every address of the node, not on "
                                + address
                                + " alone: a firewall has to keep it in");
            }
            boolean host = !setting.virtualServers() || port.path("mode").asText().equals("host");
            fixed |= host;
            to.withArray("/ports")
                    .addObject()
                    .put("target", port.path("target").asInt())
                    .put("published", Integer.parseInt(published))
                    .put("protocol", port.path("protocol").asText("tcp"))
                    .put("mode", host ? "host" : "ingress");
        }
        return fixed;
    }

    private static void deploy(
            String name,
            ComposeService described,
            ObjectNode from,
            ObjectNode to,
            boolean fixedPort,
            Setting setting) {
        boolean beat = setting.is("beat", name);
        boolean web = setting.is("web", name);
        boolean startFirst = !beat && !fixedPort && (web || setting.is("worker", name));
        JsonNode given = from.path("deploy");
        ObjectNode deploy = to.putObject("deploy");
        for (String key : List.of("placement", "labels")) {
            if (!given.path(key).isEmpty()) {
                deploy.set(key, given.path(key).deepCopy());
            }
        }
        if (given.path("mode").asText("").equals("global") && !beat) {
            deploy.put("mode", "global");
        } else {
            deploy.put("replicas", beat ? 1 : described.replicas());
        }
        resources(from, deploy);
        String order = startFirst ? "start-first" : "stop-first";
        ObjectNode update = deploy.putObject("update_config");
        // where web is reached at its containers' addresses, the proxy is moved once, to all
        update.put("parallelism", web && !setting.virtualServers() ? 0 : 1);
        update.put("monitor", "5s").put("failure_action", "rollback");
        ObjectNode back = deploy.putObject("rollback_config");
        back.put("parallelism", 0).put("monitor", "5s").put("failure_action", "pause");
        given.path("update_config")
                .fields()
                .forEachRemaining(e -> update.set(e.getKey(), e.getValue()));
        given.path("rollback_config")
                .fields()
                .forEachRemaining(e -> back.set(e.getKey(), e.getValue()));
        update.put("order", order);
        back.put("order", order);
        if (given.path("restart_policy").isObject()) {
            deploy.set("restart_policy", given.path("restart_policy").deepCopy());
        } else {
            boolean known = setting.roles().values().stream().anyMatch(s -> s.contains(name));
            deploy.set("restart_policy", restart(described.restart(), known));
        }
        if (!setting.virtualServers()) {
            deploy.put("endpoint_mode", "dnsrr");
            if (web && startFirst) {
                // a swarm ends the old container as soon as the new one is healthy, but a proxy
                // that
                // knows it by its address has to be moved first: the signal does nothing, so that
                // the old one answers until it is told to end after the move
                to.put("stop_signal", "SIGCONT").put("stop_grace_period", LINGER);
            }
        }
    }

    private static void resources(ObjectNode from, ObjectNode deploy) {
        ObjectNode limits = JSON.createObjectNode();
        ObjectNode reserved = JSON.createObjectNode();
        copy(from.path("cpus"), limits, "cpus");
        copy(from.path("mem_limit"), limits, "memory");
        copy(from.path("mem_reservation"), reserved, "memory");
        JsonNode given = from.path("deploy").path("resources");
        for (String key : List.of("cpus", "memory")) {
            copy(given.path("limits").path(key), limits, key);
            copy(given.path("reservations").path(key), reserved, key);
        }
        if (given.path("limits").path("pids").asInt(0) > 0) {
            limits.put("pids", given.path("limits").path("pids").asInt());
        }
        if (!limits.isEmpty()) {
            deploy.withObject("/resources").set("limits", limits);
        }
        if (!reserved.isEmpty()) {
            deploy.withObject("/resources").set("reservations", reserved);
        }
    }

    private static void copy(JsonNode value, ObjectNode to, String key) {
        if (value.isValueNode() && !value.isNull() && !value.asText().equals("0")) {
            to.put(key, value.asText());
        }
    }

    /** Compose's restart as a swarm's; what has a role in the system is always kept running. */
    private static ObjectNode restart(String written, boolean known) {
        ObjectNode policy = JSON.createObjectNode();
        String[] words = written.toLowerCase(Locale.ROOT).split(":", 2);
        switch (words[0]) {
            case "on-failure" -> {
                policy.put("condition", known ? "any" : "on-failure");
                if (words.length > 1 && words[1].matches("[0-9]{1,6}")) {
                    policy.put("max_attempts", Integer.parseInt(words[1]));
                }
            }
            case "", "no" -> policy.put("condition", known ? "any" : "none");
            default -> policy.put("condition", "any");
        }
        policy.put("delay", "2s");
        return policy;
    }

    private static void networks(ComposeProject release, ObjectNode tree) {
        ObjectNode networks = tree.putObject("networks");
        for (String key : networkKeys(release)) {
            JsonNode before = release.tree().path("networks").path(key);
            ObjectNode one = networks.putObject(key);
            if (before.path("external").asBoolean(false)) {
                one.put("external", true).put("name", before.path("name").asText(key));
            } else {
                // attachable, because migrations run in a container that is no service
                one.put("driver", "overlay").put("attachable", true);
            }
        }
    }

    private static void volumes(ComposeProject release, ObjectNode tree) {
        if (release.volumes().isEmpty()) {
            return;
        }
        ObjectNode volumes = tree.putObject("volumes");
        release.volumes()
                .forEach(
                        (key, name) -> {
                            JsonNode before = release.tree().path("volumes").path(key);
                            ObjectNode one = volumes.putObject(key).put("name", name);
                            if (before.path("external").asBoolean(false)) {
                                one.put("external", true);
                            } else if (before.has("driver")) {
                                one.set("driver", before.path("driver"));
                                if (before.has("driver_opts")) {
                                    one.set("driver_opts", before.path("driver_opts").deepCopy());
                                }
                            }
                        });
    }

    /* What a swarm keeps under a name never changes: the name tells the contents. */
    private static void files(
            ComposeProject release, ObjectNode tree, Setting setting, String top) {
        release.tree()
                .path(top)
                .fields()
                .forEachRemaining(
                        e -> {
                            ObjectNode one = tree.withObject("/" + top).putObject(e.getKey());
                            JsonNode before = e.getValue();
                            if (before.path("external").asBoolean(false)) {
                                one.put("external", true)
                                        .put("name", before.path("name").asText(e.getKey()));
                                return;
                            }
                            String file = before.path("file").asText("");
                            one.put("file", file);
                            String hash = MountedFiles.hashIn(file);
                            if (!hash.isEmpty()) {
                                one.put("name", setting.stack() + "_" + e.getKey() + "_" + hash);
                            }
                        });
    }
}
