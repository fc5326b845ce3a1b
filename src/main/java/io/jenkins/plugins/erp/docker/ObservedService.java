package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the definition of a service from a container that runs, for stacks whose Compose files are
 * gone or say something else by now; pure. The result holds the values of the variables.
 */
public final class ObservedService {
    private static final String COMPOSE = "com.docker.compose.";

    private ObservedService() {}

    /**
     * Puts the container's service into a model, with the networks and volumes it needs.
     *
     * @param model with {@code services}, {@code networks}, {@code volumes}
     * @param project Compose project, whose name is before those of its networks and volumes
     */
    public static void add(ObjectNode model, String project, Inspected running) {
        JsonNode config = running.container().path("Config");
        JsonNode host = running.container().path("HostConfig");
        JsonNode image = running.image().path("Config");
        ObjectNode service = JsonNodeFactory.instance.objectNode();
        service.put("image", running.state().image());
        differing(service, "entrypoint", config.path("Entrypoint"), image.path("Entrypoint"));
        differing(service, "command", config.path("Cmd"), image.path("Cmd"));
        ObjectNode environment = JsonNodeFactory.instance.objectNode();
        Map<String, String> own = running.imageEnvironment();
        running.environment()
                .forEach(
                        (name, value) -> {
                            if (!value.equals(own.get(name))) {
                                environment.put(name, escape(value));
                            }
                        });
        if (!environment.isEmpty()) {
            service.set("environment", environment);
        }
        for (String[] key :
                List.of(
                        new String[] {"user", "User"},
                        new String[] {"working_dir", "WorkingDir"})) {
            String value = config.path(key[1]).asText("");
            if (!value.isEmpty() && !value.equals(image.path(key[1]).asText(""))) {
                service.put(key[0], escape(value));
            }
        }
        if (host.path("Privileged").asBoolean(false)) {
            service.put("privileged", true);
        }
        String restart = host.path("RestartPolicy").path("Name").asText("");
        if (!restart.isEmpty() && !restart.equals("no")) {
            int most = host.path("RestartPolicy").path("MaximumRetryCount").asInt();
            service.put("restart", most > 0 ? restart + ":" + most : restart);
        }
        health(service, config.path("Healthcheck"), image.path("Healthcheck"));
        labels(service, running.state().labels(), image.path("Labels"));
        mounts(model, service, project, running);
        ports(service, host.path("PortBindings"));
        networks(model, service, project, running);
        if (!running.state()
                .name()
                .equals(
                        project
                                + "-"
                                + running.state().service()
                                + "-"
                                + running.state().number())) {
            service.put("container_name", running.state().name());
        }
        model.withObject("/services").set(running.state().service(), service);
    }

    private static void differing(ObjectNode service, String key, JsonNode have, JsonNode own) {
        if (have.isArray() && !have.equals(own)) {
            ArrayNode words = service.putArray(key);
            have.forEach(w -> words.add(escape(w.asText())));
        } else {
            service.putNull(key);
        }
    }

    private static void health(ObjectNode service, JsonNode have, JsonNode own) {
        if (!have.path("Test").isArray() || have.equals(own)) {
            return;
        }
        ObjectNode health = service.putObject("healthcheck");
        ArrayNode test = health.putArray("test");
        have.path("Test").forEach(w -> test.add(escape(w.asText())));
        for (String[] key :
                List.of(
                        new String[] {"interval", "Interval"},
                        new String[] {"timeout", "Timeout"},
                        new String[] {"start_period", "StartPeriod"})) {
            if (have.path(key[1]).asLong() > 0) {
                health.put(key[0], have.path(key[1]).asLong() / 1_000_000 + "ms");
            }
        }
        if (have.path("Retries").asInt() > 0) {
            health.put("retries", have.path("Retries").asInt());
        }
    }

    private static void labels(ObjectNode service, Map<String, String> have, JsonNode own) {
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        have.forEach(
                (name, value) -> {
                    if (!name.startsWith(COMPOSE) && !value.equals(own.path(name).asText(null))) {
                        labels.put(name, escape(value));
                    }
                });
        if (!labels.isEmpty()) {
            service.set("labels", labels);
        }
    }

    private static void mounts(
            ObjectNode model, ObjectNode service, String project, Inspected running) {
        ArrayNode volumes = JsonNodeFactory.instance.arrayNode();
        for (JsonNode m : running.container().path("Mounts")) {
            String type = m.path("Type").asText();
            if (!type.equals("bind") && !type.equals("volume")) {
                continue;
            }
            String source = m.path(type.equals("bind") ? "Source" : "Name").asText();
            ObjectNode one = volumes.addObject().put("type", type);
            if (type.equals("volume")) {
                source = named(model, "volumes", project, source);
            }
            one.put("source", escape(source)).put("target", m.path("Destination").asText());
            if (!m.path("RW").asBoolean(true)) {
                one.put("read_only", true);
            }
        }
        if (!volumes.isEmpty()) {
            service.set("volumes", volumes);
        }
    }

    private static void ports(ObjectNode service, JsonNode bindings) {
        ArrayNode ports = JsonNodeFactory.instance.arrayNode();
        bindings.fields()
                .forEachRemaining(
                        e -> {
                            String[] inside = e.getKey().split("/", 2);
                            for (JsonNode b : e.getValue()) {
                                ObjectNode one = ports.addObject().put("mode", "ingress");
                                one.put("target", Integer.parseInt(inside[0]));
                                one.put("published", b.path("HostPort").asText(""));
                                if (!b.path("HostIp").asText("").isEmpty()) {
                                    one.put("host_ip", b.path("HostIp").asText());
                                }
                                one.put("protocol", inside.length > 1 ? inside[1] : "tcp");
                            }
                        });
        if (!ports.isEmpty()) {
            service.set("ports", ports);
        }
    }

    private static void networks(
            ObjectNode model, ObjectNode service, String project, Inspected running) {
        String mode = running.container().path("HostConfig").path("NetworkMode").asText("");
        if (mode.equals("host") || mode.equals("none")) {
            service.put("network_mode", mode);
            return;
        }
        ObjectNode networks = service.putObject("networks");
        running.container()
                .path("NetworkSettings")
                .path("Networks")
                .fields()
                .forEachRemaining(
                        e -> {
                            List<String> aliases = new ArrayList<>();
                            for (JsonNode alias : e.getValue().path("Aliases")) {
                                String name = alias.asText();
                                // the engine and Compose give these themselves
                                if (!running.state().id().startsWith(name)
                                        && !name.equals(running.state().name())
                                        && !name.equals(running.state().service())) {
                                    aliases.add(name);
                                }
                            }
                            String key = named(model, "networks", project, e.getKey());
                            if (aliases.isEmpty()) {
                                networks.putNull(key);
                            } else {
                                ArrayNode list = networks.putObject(key).putArray("aliases");
                                aliases.forEach(list::add);
                            }
                        });
    }

    /** The model's key for a network or volume of the engine. */
    private static String named(ObjectNode model, String top, String project, String name) {
        boolean own = name.startsWith(project + "_");
        String key = own ? name.substring(project.length() + 1) : name;
        ObjectNode one = model.withObject("/" + top);
        if (!one.has(key)) {
            ObjectNode entry = one.putObject(key).put("name", name);
            if (!own) {
                entry.put("external", true);
            }
        }
        return key;
    }

    private static String escape(String value) {
        return value.replace("$", "$$");
    }
}
