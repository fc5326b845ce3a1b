package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A container with all that {@code docker inspect} says of it and of the image it was made from:
 * enough to tell how it was started. Its variables may be secret.
 *
 * @param state the usual part
 * @param container whole
 * @param image whole; a missing node where the image is gone
 */
public record Inspected(ContainerState state, JsonNode container, JsonNode image) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Puts two answers together.
     *
     * @param containers the JSON array of {@code docker container inspect}
     * @param images the JSON array of {@code docker image inspect}
     * @throws IllegalArgumentException when one is no such array
     */
    public static List<Inspected> parse(String containers, String images) {
        return of(ContainerState.parse(containers), containers, images);
    }

    /** The same, with the usual part read before. */
    public static List<Inspected> of(
            List<ContainerState> states, String containers, String images) {
        JsonNode all = tree(containers);
        JsonNode known = tree(images);
        List<Inspected> parsed = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            JsonNode image = MissingNode.getInstance();
            for (JsonNode one : known) {
                if (one.path("Id").asText().equals(states.get(i).imageId())) {
                    image = one;
                }
            }
            parsed.add(new Inspected(states.get(i), all.get(i), image));
        }
        return parsed;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json.isBlank() ? "[]" : json);
        } catch (JsonProcessingException e) {
            // the text may hold secrets: no cause, no excerpt
            throw new IllegalArgumentException("docker inspect printed no JSON");
        }
    }

    /** Variables of the container, the image's own included. */
    public Map<String, String> environment() {
        return pairs(container.path("Config").path("Env"));
    }

    /** Variables that the image sets. */
    public Map<String, String> imageEnvironment() {
        return pairs(image.path("Config").path("Env"));
    }

    private static Map<String, String> pairs(JsonNode list) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (JsonNode one : list) {
            String[] parts = one.asText().split("=", 2);
            pairs.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return Collections.unmodifiableMap(pairs);
    }

    /** Whether a written name means the image that the container was made from. */
    public boolean isOf(String written) {
        if (written.equals(state.image()) || written.equals(state.imageId())) {
            return true;
        }
        String wanted = familiar(written);
        for (String key : List.of("RepoTags", "RepoDigests")) {
            for (JsonNode name : image.path(key)) {
                if (familiar(name.asText()).equals(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Docker Hub's names as Docker itself prints them, with their tag. */
    private static String familiar(String written) {
        String name = written.replaceFirst("^docker\\.io/", "").replaceFirst("^library/", "");
        boolean tagged = name.contains("@") || name.lastIndexOf(':') > name.lastIndexOf('/');
        return tagged ? name : name + ":latest";
    }

    /** Without values. */
    @Override
    public String toString() {
        return state.name() + " of " + state.image();
    }
}
