package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One container as {@code docker compose ps --format json} lists it. Before Compose 2.21 that is
 * one JSON array, since then one JSON object a line: both are read.
 *
 * @param id 64 hexadecimal digits with {@code --no-trunc}
 * @param name of the container
 * @param project Compose project
 * @param service Compose service
 * @param state running, exited, ...
 * @param health empty without a health check
 * @param exitCode of the last end
 */
public record PsEntry(
        String id,
        String name,
        String project,
        String service,
        String state,
        Optional<String> health,
        int exitCode) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads either form.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static List<PsEntry> parse(String text) {
        List<PsEntry> all = new ArrayList<>();
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
            while (values.hasNextValue()) {
                JsonNode value = values.nextValue();
                if (value.isArray()) {
                    value.forEach(c -> all.add(of(c)));
                } else {
                    all.add(of(value));
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "docker compose ps printed neither a JSON array nor JSON lines", e);
        }
        return all;
    }

    private static PsEntry of(JsonNode c) {
        if (!c.path("ID").isTextual() || !c.path("Service").isTextual()) {
            throw new IllegalArgumentException("docker compose ps listed no container: " + c);
        }
        return new PsEntry(
                c.path("ID").asText(),
                c.path("Name").asText(),
                c.path("Project").asText(),
                c.path("Service").asText(),
                c.path("State").asText(),
                ContainerState.health(c.path("Health").asText("")),
                c.path("ExitCode").asInt());
    }
}
