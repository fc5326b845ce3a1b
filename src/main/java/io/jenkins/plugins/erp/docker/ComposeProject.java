package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.erp.config.ConfigException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The model that {@code docker compose config --format json} prints (source: <a
 * href="https://github.com/compose-spec/compose-spec/blob/main/spec.md">Compose specification</a>);
 * keys that are absent are empty here.
 *
 * @param name of the project
 * @param services by name, in the order printed
 * @param volumes top-level key to the volume's real name
 * @param networks top-level key to the network's real name
 * @param secrets top-level keys
 * @param tree the whole JSON, for {@link ResolvedModel}; holds secret values
 */
public record ComposeProject(
        String name,
        Map<String, ComposeService> services,
        Map<String, String> volumes,
        Map<String, String> networks,
        Set<String> secrets,
        ObjectNode tree) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the JSON.
     *
     * @throws ConfigException when it is not a Compose model
     */
    public static ComposeProject parse(String json) throws ConfigException {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // the text may hold secrets: no cause, no excerpt
            throw new ConfigException(
                    "docker compose config printed no JSON (line "
                            + e.getLocation().getLineNr()
                            + ", column "
                            + e.getLocation().getColumnNr()
                            + ")");
        }
        if (!(root instanceof ObjectNode tree)
                || !root.path("services").isObject()
                || root.path("services").isEmpty()) {
            throw new ConfigException("the Compose files declare no services");
        }
        return of(tree);
    }

    static ComposeProject of(ObjectNode tree) {
        Map<String, ComposeService> services = new LinkedHashMap<>();
        tree.path("services")
                .fields()
                .forEachRemaining(
                        e -> services.put(e.getKey(), ComposeService.of(e.getKey(), e.getValue())));
        Set<String> secrets = new LinkedHashSet<>();
        tree.path("secrets").fieldNames().forEachRemaining(secrets::add);
        return new ComposeProject(
                tree.path("name").asText(""),
                Collections.unmodifiableMap(services),
                names(tree, "volumes"),
                names(tree, "networks"),
                Collections.unmodifiableSet(secrets),
                tree.deepCopy());
    }

    /**
     * A service.
     *
     * @throws ConfigException naming those there are
     */
    public ComposeService service(String service) throws ConfigException {
        ComposeService found = services.get(service);
        if (found == null) {
            throw new ConfigException(
                    "the Compose files have no service \""
                            + service
                            + "\"; they have: "
                            + String.join(", ", services.keySet()));
        }
        return found;
    }

    /** A copy to change. */
    public ResolvedModel edit() {
        return new ResolvedModel(tree.deepCopy());
    }

    /** Without values. */
    @Override
    public String toString() {
        return "Compose project " + name + " with " + String.join(", ", services.keySet());
    }

    private static Map<String, String> names(JsonNode tree, String key) {
        Map<String, String> names = new LinkedHashMap<>();
        tree.path(key)
                .fields()
                .forEachRemaining(
                        e -> names.put(e.getKey(), e.getValue().path("name").asText(e.getKey())));
        return Collections.unmodifiableMap(names);
    }
}
