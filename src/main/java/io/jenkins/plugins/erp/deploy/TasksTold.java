package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What release.py told, part by part.
 *
 * @param parts by name, in the order they ended
 */
record TasksTold(Map<String, JsonNode> parts) {
    static final String BEFORE = "before";
    static final String PLAN = "plan";
    static final String MIGRATE = "migrate";
    static final String STATIC = "static";
    static final String SUPERUSER = "superuser";
    private static final String WORD = "erp-release ";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the marked lines out of everything that was printed. */
    static TasksTold parse(String stdout) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        stdout.lines()
                .filter(l -> l.startsWith(WORD))
                .map(l -> read(l.substring(WORD.length())))
                .flatMap(Optional::stream)
                .filter(n -> n.path("part").isTextual())
                .forEach(n -> parts.put(n.path("part").asText(), n));
        return new TasksTold(parts);
    }

    private static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            // cut off in the middle
            return Optional.empty();
        }
    }

    /** Whether a part ended well. */
    boolean ok(String part) {
        return parts.containsKey(part) && parts.get(part).path("ok").asBoolean();
    }

    /** The part that failed, if one said so. */
    Optional<String> failed() {
        return parts.entrySet().stream()
                .filter(e -> e.getValue().path("ok").isBoolean() && !ok(e.getKey()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether hazards kept it from doing anything. */
    boolean refused() {
        return parts.containsKey("refused");
    }

    /**
     * Whether it is known that a part had not begun: the process itself told of its end before it.
     * Where it told nothing, it may have been cut off anywhere.
     */
    boolean notBegun(String part) {
        return !parts.containsKey(part) && (refused() || failed().isPresent());
    }

    /** Whether a failing part was waiting for a lock. */
    boolean locked() {
        return failed().map(f -> parts.get(f).path("locked").asBoolean()).orElse(false);
    }

    double seconds(String part) {
        return parts.containsKey(part) ? parts.get(part).path("seconds").asDouble() : 0;
    }

    /** Migration heads by app before anything was done. */
    Optional<Map<String, List<String>>> before() {
        return heads(BEFORE, "heads");
    }

    /** Migration heads by app afterwards, after a failure too where they could be asked. */
    Optional<Map<String, List<String>>> after() {
        return heads(MIGRATE, "after");
    }

    private Optional<Map<String, List<String>>> heads(String part, String key) {
        JsonNode node = parts.containsKey(part) ? parts.get(part).path(key) : null;
        if (node == null || !node.isObject()) {
            return Optional.empty();
        }
        Map<String, List<String>> heads = new TreeMap<>();
        node.fields()
                .forEachRemaining(
                        e -> {
                            List<String> names = new ArrayList<>();
                            e.getValue().forEach(n -> names.add(n.asText()));
                            heads.put(e.getKey(), List.copyOf(names));
                        });
        return Optional.of(heads);
    }

    /** Migrations that were pending, {@code app.name}, in the order they run. */
    List<String> plan() {
        List<String> names = new ArrayList<>();
        if (parts.containsKey(PLAN)) {
            parts.get(PLAN).path("plan").forEach(n -> names.add(n.asText()));
        }
        return names;
    }

    /** What is dangerous about them. */
    List<Hazard> hazards() {
        List<Hazard> hazards = new ArrayList<>();
        if (parts.containsKey(PLAN)) {
            parts.get(PLAN)
                    .path("hazards")
                    .forEach(
                            n ->
                                    hazards.add(
                                            new Hazard(
                                                    n.path("migration").asText(),
                                                    n.path("operation").asText(),
                                                    n.path("kind").asText(),
                                                    n.path("what").asText())));
        }
        return hazards;
    }

    /** What collectstatic said last. */
    String collected() {
        return parts.containsKey(STATIC) ? parts.get(STATIC).path("said").asText() : "";
    }

    /** Whether the collected static files are others than before, as far as that is known. */
    boolean staticChanged() {
        return !parts.containsKey(STATIC) || parts.get(STATIC).path("changed").asBoolean(true);
    }

    /** Whether the superuser was made, and not there already. */
    boolean superuserMade() {
        return parts.containsKey(SUPERUSER) && parts.get(SUPERUSER).path("made").asBoolean();
    }
}
