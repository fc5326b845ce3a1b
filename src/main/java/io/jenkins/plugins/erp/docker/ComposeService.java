package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One service of a resolved Compose model.
 *
 * @param name of the service
 * @param image as written; empty when it is only built
 * @param build context of the build; empty when it is not built
 * @param entrypoint words; empty for the image's own
 * @param command words; empty for the image's own
 * @param workingDirectory empty for the image's own
 * @param containerName fixed name of the container
 * @param ports target and published
 * @param volumes binds, volumes, tmpfs
 * @param environment values may be secret: {@link #toString} leaves them out
 * @param networks name to the service's fixed IPv4 address in it, or ""
 * @param networkMode such as {@code host}
 * @param dependsOn services
 * @param healthcheck whether one is declared (the image may have another)
 * @param labels of the container
 * @param replicas wanted; 1 where nothing is said
 * @param stopGracePeriod as written, such as {@code 30s}
 * @param restart policy, empty for none
 * @param profiles that turn it on; empty: always on
 */
public record ComposeService(
        String name,
        Optional<String> image,
        Optional<String> build,
        List<String> entrypoint,
        List<String> command,
        Optional<String> workingDirectory,
        Optional<String> containerName,
        List<Port> ports,
        List<Mount> volumes,
        Map<String, String> environment,
        Map<String, String> networks,
        Optional<String> networkMode,
        List<String> dependsOn,
        boolean healthcheck,
        Map<String, String> labels,
        int replicas,
        Optional<String> stopGracePeriod,
        String restart,
        List<String> profiles) {

    /**
     * A port.
     *
     * @param target in the container
     * @param published on the host: a number or a range; empty for any free one
     * @param hostIp address it is bound to; empty for all
     * @param protocol tcp or udp
     */
    public record Port(int target, String published, String hostIp, String protocol) {
        /** Whether it takes a fixed port of the host, so that only one container can have it. */
        public boolean fixed() {
            return !published.isEmpty() && !published.contains("-") && !published.equals("0");
        }

        @Override
        public String toString() {
            return (hostIp.isEmpty() ? "" : hostIp + ":") + published + ":" + target;
        }
    }

    /**
     * Something mounted.
     *
     * @param type bind, volume, tmpfs, ...
     * @param source path or volume; empty for an unnamed one
     * @param target path in the container
     * @param readOnly whether the container may not write
     */
    public record Mount(String type, String source, String target, boolean readOnly) {}

    static ComposeService of(String name, JsonNode json) {
        return new ComposeService(
                name,
                text(json.path("image")),
                json.path("build").isTextual()
                        ? text(json.path("build"))
                        : text(json.path("build").path("context")),
                words(json.path("entrypoint")),
                words(json.path("command")),
                text(json.path("working_dir")),
                text(json.path("container_name")),
                ports(json.path("ports")),
                mounts(json.path("volumes")),
                texts(json.path("environment")),
                networks(json.path("networks")),
                text(json.path("network_mode")),
                names(json.path("depends_on")),
                json.path("healthcheck").isObject()
                        && !json.path("healthcheck").path("disable").asBoolean(false),
                texts(json.path("labels")),
                json.path("deploy").path("replicas").asInt(json.path("scale").asInt(1)),
                text(json.path("stop_grace_period")),
                json.path("restart").asText(""),
                words(json.path("profiles")));
    }

    /** Entry point and command as one text in lower case, for recognising programs. */
    String programText() {
        return (String.join(" ", entrypoint) + " " + String.join(" ", command))
                .trim()
                .toLowerCase(Locale.ROOT);
    }

    /** Without the values of the variables. */
    @Override
    public String toString() {
        return "service "
                + name
                + image.map(i -> ", image " + i).orElse("")
                + build.map(b -> ", built from " + b).orElse("")
                + ", variables "
                + environment.keySet();
    }

    private static List<Port> ports(JsonNode node) {
        List<Port> ports = new ArrayList<>();
        for (JsonNode p : node) {
            if (p.isObject()) {
                ports.add(
                        new Port(
                                p.path("target").asInt(),
                                p.path("published").asText(""),
                                p.path("host_ip").asText(""),
                                p.path("protocol").asText("tcp")));
            }
        }
        return List.copyOf(ports);
    }

    private static List<Mount> mounts(JsonNode node) {
        List<Mount> mounts = new ArrayList<>();
        for (JsonNode m : node) {
            if (m.isObject()) {
                mounts.add(
                        new Mount(
                                m.path("type").asText("volume"),
                                m.path("source").asText(""),
                                m.path("target").asText(""),
                                m.path("read_only").asBoolean(false)));
            }
        }
        return List.copyOf(mounts);
    }

    private static Map<String, String> networks(JsonNode node) {
        Map<String, String> networks = new LinkedHashMap<>();
        node.fields()
                .forEachRemaining(
                        e ->
                                networks.put(
                                        e.getKey(), e.getValue().path("ipv4_address").asText("")));
        return Collections.unmodifiableMap(networks);
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(n -> names.add(n.asText()));
        } else {
            node.fieldNames().forEachRemaining(names::add);
        }
        return List.copyOf(names);
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.fields()
                .forEachRemaining(
                        e ->
                                texts.put(
                                        e.getKey(),
                                        e.getValue().isNull() ? "" : e.getValue().asText()));
        return Collections.unmodifiableMap(texts);
    }

    private static List<String> words(JsonNode node) {
        List<String> words = new ArrayList<>();
        if (node.isTextual()) {
            words.add(node.asText());
        } else {
            node.forEach(n -> words.add(n.asText()));
        }
        return List.copyOf(words);
    }

    private static Optional<String> text(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.asText().isEmpty()
                ? Optional.of(node.asText())
                : Optional.empty();
    }
}
