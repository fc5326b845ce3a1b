package io.jenkins.plugins.erp.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a Caddy can be steered by its hosts file: it looks a plain name up there each time it makes a
 * connection.
 *
 * @param ports at which it asks for web
 * @param obstacle why it cannot be steered, and what to write instead
 */
record CaddySteering(Set<Integer> ports, Optional<String> obstacle) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DIAL =
            Pattern.compile("(?:tcp4?/)?([^/:\\[\\]]+)(?::([0-9]{1,5}))?");

    /** Decides from a configuration in Caddy's own form. */
    static CaddySteering of(String json, List<String> names) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return refused("its configuration cannot be read: " + e.getOriginalMessage());
        }
        if (root.path("admin").path("disabled").asBoolean()) {
            return refused(
                    "admin off keeps it from loading its configuration anew. Take that line away:"
                            + " what it opens, localhost:2019, is reached in the container alone");
        }
        List<JsonNode> handlers = new ArrayList<>();
        collect(root.path("apps"), handlers);
        Set<Integer> ports = new TreeSet<>();
        for (JsonNode handler : handlers) {
            Optional<String> obstacle = one(handler, names, ports);
            if (obstacle.isPresent()) {
                return refused(obstacle.get());
            }
        }
        return ports.isEmpty()
                ? refused(
                        "no reverse_proxy of it names the service. Write reverse_proxy "
                                + names.get(0)
                                + ":8000")
                : new CaddySteering(ports, Optional.empty());
    }

    private static void collect(JsonNode node, List<JsonNode> into) {
        if (node.path("handler").asText().equals("reverse_proxy")) {
            into.add(node);
        }
        node.forEach(child -> collect(child, into));
    }

    private static Optional<String> one(JsonNode handler, List<String> names, Set<Integer> ports) {
        String wanted = "Write reverse_proxy " + names.get(0) + ":8000";
        if (handler.has("dynamic_upstreams")) {
            return Optional.of("dynamic upstreams are remembered over a reload. " + wanted);
        }
        boolean web = false;
        for (JsonNode upstream : handler.path("upstreams")) {
            String dial = upstream.path("dial").asText();
            if (dial.contains("{")) {
                return Optional.of(
                        "\"reverse_proxy "
                                + dial
                                + "\" gets its host from the request or a variable, so that it"
                                + " cannot be said where requests go. "
                                + wanted);
            }
            Matcher m = DIAL.matcher(dial);
            if (m.matches() && names.contains(m.group(1))) {
                web = true;
                ports.add(m.group(2) == null ? 80 : Integer.parseInt(m.group(2)));
            }
        }
        JsonNode transport = handler.path("transport");
        if (web && transport.has("resolver")) {
            return Optional.of(
                    "its transport has resolvers of its own. Take them away: the engine's name"
                            + " server knows the service");
        }
        return Optional.empty();
    }

    private static CaddySteering refused(String why) {
        return new CaddySteering(Set.of(), Optional.of(why));
    }
}
