package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares a container that runs with what a model wants of its service, by what the container
 * really is: Compose's own hash of the definition differs already when a file was written in
 * another way, and a proxy or a database is not recreated for that. Pure; says names, never values.
 */
public final class ServiceDifference {
    private static final Set<String> PROXY_VARIABLES =
            Set.of(
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "FTP_PROXY",
                    "NO_PROXY",
                    "ALL_PROXY",
                    "http_proxy",
                    "https_proxy",
                    "ftp_proxy",
                    "no_proxy",
                    "all_proxy");

    /** Keys that are compared with the container, or that say nothing about it. */
    private static final List<String> KNOWN =
            List.of(
                    "image",
                    "command",
                    "entrypoint",
                    "environment",
                    "volumes",
                    "ports",
                    "networks",
                    "network_mode",
                    "user",
                    "working_dir",
                    "hostname",
                    "privileged",
                    "restart",
                    "healthcheck",
                    "labels",
                    "container_name",
                    "build",
                    "depends_on",
                    "pull_policy",
                    "profiles",
                    "scale");

    private final ComposeProject wanted;
    private final JsonNode service;
    private final Inspected running;
    private final JsonNode config;
    private final JsonNode host;
    private final JsonNode image;
    private final List<String> found = new ArrayList<>();

    private ServiceDifference(ComposeProject wanted, String name, Inspected running) {
        this.wanted = wanted;
        this.service = wanted.tree().path("services").path(name);
        this.running = running;
        this.config = running.container().path("Config");
        this.host = running.container().path("HostConfig");
        this.image = running.image().path("Config");
    }

    /**
     * What differs so that the container has to be made anew; nothing: it is as wanted.
     *
     * @param before the model that the container was started from, as far as it is known: what
     *     cannot be seen on the container is compared with that
     */
    public static List<String> of(
            Inspected running,
            ComposeProject wanted,
            String name,
            Optional<ComposeProject> before) {
        ServiceDifference d = new ServiceDifference(wanted, name, running);
        d.words();
        d.environment();
        d.mounts();
        d.ports();
        d.networks();
        d.single();
        before.ifPresent(b -> d.others(b.tree().path("services").path(name)));
        return List.copyOf(d.found);
    }

    private void check(boolean same, String what) {
        if (!same) {
            found.add(what);
        }
    }

    private void words() {
        check(running.isOf(service.path("image").asText()), "image");
        boolean ownEntry = given("entrypoint");
        List<String> entry = list(ownEntry ? service.path("entrypoint") : image.path("Entrypoint"));
        List<String> command =
                given("command")
                        ? list(service.path("command"))
                        : ownEntry ? List.of() : list(image.path("Cmd"));
        if (ownEntry) {
            entry = plain(entry);
        }
        if (given("command")) {
            command = plain(command);
        }
        check(entry.equals(list(config.path("Entrypoint"))), "entrypoint");
        check(command.equals(list(config.path("Cmd"))), "command");
    }

    private boolean given(String key) {
        return service.hasNonNull(key);
    }

    private void environment() {
        Map<String, String> want = new TreeMap<>(running.imageEnvironment());
        service.path("environment")
                .fields()
                .forEachRemaining(
                        e -> {
                            if (!e.getValue().isNull()) {
                                want.put(e.getKey(), plain(e.getValue().asText()));
                            }
                        });
        Map<String, String> have = new TreeMap<>(running.environment());
        // the client's own configuration may add these
        have.keySet().removeIf(k -> PROXY_VARIABLES.contains(k) && !want.containsKey(k));
        Set<String> names = new TreeSet<>(want.keySet());
        names.addAll(have.keySet());
        names.removeIf(n -> want.containsKey(n) && want.get(n).equals(have.get(n)));
        check(names.isEmpty(), "environment (" + String.join(", ", names) + ")");
    }

    private void mounts() {
        Map<String, String> want = new TreeMap<>();
        Set<String> unnamed = new LinkedHashSet<>();
        for (JsonNode m : service.path("volumes")) {
            String target = clean(m.path("target").asText());
            String source = plain(m.path("source").asText());
            String access = m.path("read_only").asBoolean(false) ? " ro" : "";
            switch (m.path("type").asText("volume")) {
                case "bind" -> want.put(target, clean(source) + access);
                case "volume" -> {
                    if (source.isEmpty()) {
                        unnamed.add(target);
                    } else {
                        want.put(target, "volume " + volume(source) + access);
                    }
                }
                default -> {
                    // not among the container's mounts: compared with the model before
                }
            }
        }
        Map<String, String> have = new TreeMap<>();
        for (JsonNode m : running.container().path("Mounts")) {
            String target = clean(m.path("Destination").asText());
            String type = m.path("Type").asText();
            boolean ofImage =
                    type.equals("volume")
                            && !want.containsKey(target)
                            && (unnamed.contains(target) || image.path("Volumes").has(target));
            boolean secret =
                    target.startsWith("/run/secrets/")
                            || targets("configs").contains(target)
                            || targets("secrets").contains(target);
            if (!ofImage && !secret && !type.equals("tmpfs")) {
                have.put(
                        target,
                        (type.equals("volume")
                                        ? "volume " + m.path("Name").asText()
                                        : clean(m.path("Source").asText()))
                                + (m.path("RW").asBoolean(true) ? "" : " ro"));
            }
        }
        Set<String> differ = new TreeSet<>(want.keySet());
        differ.addAll(have.keySet());
        differ.removeIf(t -> want.containsKey(t) && want.get(t).equals(have.get(t)));
        check(differ.isEmpty(), "mounts (" + String.join(", ", differ) + ")");
    }

    private Set<String> targets(String key) {
        Set<String> targets = new LinkedHashSet<>();
        for (JsonNode one : service.path(key)) {
            String target = one.path("target").asText("/" + one.path("source").asText(""));
            targets.add(clean(target));
        }
        return targets;
    }

    private String volume(String key) {
        return wanted.volumes().getOrDefault(key, key);
    }

    private void ports() {
        Set<String> want = new TreeSet<>();
        boolean allFixed = true;
        for (JsonNode p : service.path("ports")) {
            String published = p.path("published").asText("");
            allFixed &= published.matches("[1-9][0-9]*");
            want.add(
                    address(p.path("host_ip").asText(""))
                            + published
                            + ":"
                            + p.path("target").asText()
                            + "/"
                            + p.path("protocol").asText("tcp"));
        }
        Set<String> have = new TreeSet<>();
        host.path("PortBindings")
                .fields()
                .forEachRemaining(
                        e -> {
                            for (JsonNode b : e.getValue()) {
                                have.add(
                                        address(b.path("HostIp").asText(""))
                                                + b.path("HostPort").asText("")
                                                + ":"
                                                + e.getKey());
                            }
                        });
        boolean same = allFixed ? want.equals(have) : inside(want).equals(inside(have));
        check(same, "ports");
    }

    /** A port of any number on the host is told by the one in the container alone. */
    private static Set<String> inside(Set<String> ports) {
        Set<String> inside = new TreeSet<>();
        ports.forEach(p -> inside.add(p.substring(p.lastIndexOf(':') + 1)));
        return inside;
    }

    private static String address(String ip) {
        return Set.of("", "0.0.0.0", "::", "[::]").contains(ip) ? "" : ip + ":";
    }

    private void networks() {
        String mode = service.path("network_mode").asText("");
        if (!mode.isEmpty()) {
            boolean comparable = mode.equals("host") || mode.equals("none");
            check(!comparable || host.path("NetworkMode").asText().equals(mode), "network_mode");
            return;
        }
        JsonNode have = running.container().path("NetworkSettings").path("Networks");
        Map<String, JsonNode> want = new LinkedHashMap<>();
        service.path("networks")
                .fields()
                .forEachRemaining(
                        e ->
                                want.put(
                                        wanted.networks().getOrDefault(e.getKey(), e.getKey()),
                                        e.getValue()));
        Set<String> names = new LinkedHashSet<>();
        have.fieldNames().forEachRemaining(names::add);
        boolean same = names.equals(want.keySet());
        for (Map.Entry<String, JsonNode> network : want.entrySet()) {
            JsonNode there = have.path(network.getKey());
            List<String> known = list(there.path("Aliases"));
            same &= known.containsAll(list(network.getValue().path("aliases")));
            String fixed = network.getValue().path("ipv4_address").asText("");
            same &=
                    fixed.isEmpty()
                            || fixed.equals(
                                    there.path("IPAMConfig").path("IPv4Address").asText(""));
        }
        check(same, "networks");
    }

    private void single() {
        same("user", "User");
        same("working_dir", "WorkingDir");
        if (given("hostname")) {
            check(text("hostname").equals(config.path("Hostname").asText()), "hostname");
        }
        check(
                service.path("privileged").asBoolean(false)
                        == host.path("Privileged").asBoolean(false),
                "privileged");
        if (given("container_name")) {
            check(text("container_name").equals(running.state().name()), "container_name");
        }
        if (!service.path("deploy").has("restart_policy")) {
            String[] restart = service.path("restart").asText("no").split(":", 2);
            JsonNode policy = host.path("RestartPolicy");
            String name = policy.path("Name").asText("");
            check(
                    (restart[0].isEmpty() ? "no" : restart[0]).equals(name.isEmpty() ? "no" : name)
                            && (restart.length < 2
                                    || restart[1].equals(
                                            policy.path("MaximumRetryCount").asText())),
                    "restart");
        }
        JsonNode health = service.path("healthcheck");
        List<String> test =
                health.path("disable").asBoolean(false)
                        ? List.of("NONE")
                        : health.hasNonNull("test")
                                ? plain(list(health.path("test")))
                                : list(image.path("Healthcheck").path("Test"));
        check(test.equals(list(config.path("Healthcheck").path("Test"))), "healthcheck");
        Map<String, String> labels = running.state().labels();
        boolean[] labelled = {true};
        service.path("labels")
                .fields()
                .forEachRemaining(
                        e ->
                                labelled[0] &=
                                        plain(e.getValue().asText())
                                                .equals(labels.get(e.getKey())));
        check(labelled[0], "labels");
    }

    private void same(String key, String inspected) {
        String want = given(key) ? text(key) : image.path(inspected).asText("");
        check(want.equals(config.path(inspected).asText("")), key);
    }

    private String text(String key) {
        return plain(service.path(key).asText());
    }

    private void others(JsonNode before) {
        if (!before.isObject()) {
            return;
        }
        ObjectNode one = rest(before);
        ObjectNode other = rest(service);
        Set<String> keys = new TreeSet<>();
        one.fieldNames().forEachRemaining(keys::add);
        other.fieldNames().forEachRemaining(keys::add);
        keys.removeIf(k -> one.path(k).equals(other.path(k)));
        found.addAll(keys);
    }

    private static ObjectNode rest(JsonNode service) {
        ObjectNode copy = service.deepCopy();
        copy.remove(KNOWN);
        return copy;
    }

    private static List<String> list(JsonNode node) {
        List<String> words = new ArrayList<>();
        node.forEach(w -> words.add(w.asText()));
        return words;
    }

    private static List<String> plain(List<String> words) {
        return words.stream().map(ServiceDifference::plain).toList();
    }

    /** As the container gets it: a model writes {@code $} twice. */
    private static String plain(String text) {
        return text.replace("$$", "$");
    }

    private static String clean(String path) {
        return path.length() > 1 ? path.replaceFirst("/+$", "") : path;
    }
}
