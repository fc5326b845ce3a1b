package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What an engine says of its swarm.
 *
 * @param state inactive, pending, active, error or locked
 * @param manager whether it can be told to change something
 * @param nodes in the swarm, as far as a manager knows
 */
public record SwarmNode(String state, boolean manager, int nodes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads what {@link DockerCommands#info} printed; what is not told is inactive. */
    public static SwarmNode parse(String info) {
        JsonNode swarm;
        try {
            swarm = JSON.readTree(info.isBlank() ? "{}" : info).path("Swarm");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "docker info printed no JSON: " + e.getOriginalMessage(), e);
        }
        return new SwarmNode(
                swarm.path("LocalNodeState").asText("inactive"),
                swarm.path("ControlAvailable").asBoolean(false),
                swarm.path("Nodes").asInt(0));
    }
}
