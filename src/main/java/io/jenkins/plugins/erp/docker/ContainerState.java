package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A container as {@code docker inspect} tells it.
 *
 * @param id 64 hexadecimal digits
 * @param name without the leading slash
 * @param project Compose project or stack, or ""
 * @param service of it, or ""
 * @param number of the replica, or 0
 * @param oneOff whether {@code compose run} made it
 * @param state created, running, paused, restarting, removing, exited, dead
 * @param health starting, healthy, unhealthy; empty without a health check
 * @param healthOutput what the last health check printed
 * @param exitCode of the last end
 * @param restartCount by the restart policy
 * @param oomKilled whether it was killed for want of memory
 * @param error the engine's own, or ""
 * @param image reference it was made from
 * @param imageId such as {@code sha256:...}
 * @param startedAt of the last start; empty when it never was
 * @param addresses network to IPv4 address; networks without one are left out
 * @param labels all
 * @param command entry point and command as run
 * @param workingDirectory in the container
 * @param healthCheck its own health check as an argv; empty without one
 * @param stopSignal that asks it to end, such as TERM
 */
public record ContainerState(
        String id,
        String name,
        String project,
        String service,
        int number,
        boolean oneOff,
        String state,
        Optional<String> health,
        Optional<String> healthOutput,
        int exitCode,
        int restartCount,
        boolean oomKilled,
        String error,
        String image,
        String imageId,
        Optional<Instant> startedAt,
        Map<String, String> addresses,
        Map<String, String> labels,
        List<String> command,
        String workingDirectory,
        List<String> healthCheck,
        String stopSignal) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final Pattern SIGNAL = Pattern.compile("[A-Z][A-Z0-9]{1,10}");

    /**
     * Reads the JSON array of {@code docker inspect}.
     *
     * @throws IllegalArgumentException when it is no such array
     */
    public static List<ContainerState> parse(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json.isBlank() ? "[]" : json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "docker inspect printed no JSON: " + e.getOriginalMessage());
        }
        if (!root.isArray()) {
            throw new IllegalArgumentException("docker inspect printed no JSON array");
        }
        List<ContainerState> all = new ArrayList<>();
        root.forEach(c -> all.add(of(c)));
        return all;
    }

    /** Whether it runs. */
    public boolean running() {
        return state.equals("running");
    }

    /** Whether it runs, and is healthy where it has a health check. */
    public boolean ready() {
        return running() && health.map("healthy"::equals).orElse(true);
    }

    /** The same with another health. */
    public ContainerState withHealth(String now) {
        return new ContainerState(
                id,
                name,
                project,
                service,
                number,
                oneOff,
                state,
                Optional.of(now),
                healthOutput,
                exitCode,
                restartCount,
                oomKilled,
                error,
                image,
                imageId,
                startedAt,
                addresses,
                labels,
                command,
                workingDirectory,
                healthCheck,
                stopSignal);
    }

    private static ContainerState of(JsonNode c) {
        JsonNode state = c.path("State");
        JsonNode config = c.path("Config");
        Map<String, String> labels = new LinkedHashMap<>();
        config.path("Labels")
                .fields()
                .forEachRemaining(e -> labels.put(e.getKey(), e.getValue().asText()));
        Map<String, String> addresses = new LinkedHashMap<>();
        c.path("NetworkSettings")
                .path("Networks")
                .fields()
                .forEachRemaining(
                        e -> {
                            String ip = e.getValue().path("IPAddress").asText("");
                            if (!ip.isEmpty()) {
                                addresses.put(e.getKey(), ip);
                            }
                        });
        List<String> command = new ArrayList<>();
        config.path("Entrypoint").forEach(w -> command.add(w.asText()));
        config.path("Cmd").forEach(w -> command.add(w.asText()));
        JsonNode log = state.path("Health").path("Log");
        return new ContainerState(
                c.path("Id").asText(),
                name(c.path("Name").asText()),
                Grouping.project(labels),
                Grouping.service(labels),
                number(Grouping.number(labels)),
                labels.getOrDefault("com.docker.compose.oneoff", "").equalsIgnoreCase("true"),
                state.path("Status").asText(),
                health(state.path("Health").path("Status").asText("")),
                log.isEmpty()
                        ? Optional.empty()
                        : Optional.of(log.get(log.size() - 1).path("Output").asText("").trim())
                                .filter(t -> !t.isEmpty()),
                state.path("ExitCode").asInt(),
                c.path("RestartCount").asInt(),
                state.path("OOMKilled").asBoolean(),
                state.path("Error").asText(""),
                config.path("Image").asText(),
                c.path("Image").asText(),
                instant(state.path("StartedAt").asText("")),
                Collections.unmodifiableMap(addresses),
                Collections.unmodifiableMap(labels),
                List.copyOf(command),
                config.path("WorkingDir").asText(""),
                healthCheck(config.path("Healthcheck").path("Test")),
                stopSignal(config.path("StopSignal").asText("")));
    }

    /* CMD is followed by an argv, CMD-SHELL by a line for the image's own shell */
    private static List<String> healthCheck(JsonNode test) {
        List<String> words = new ArrayList<>();
        test.forEach(w -> words.add(w.asText()));
        if (words.size() > 1 && words.get(0).equals("CMD")) {
            return List.copyOf(words.subList(1, words.size()));
        }
        return words.size() == 2 && words.get(0).equals("CMD-SHELL")
                ? List.of("/bin/sh", "-c", words.get(1))
                : List.of();
    }

    /* "SIGTERM", "TERM", "15" or nothing, as the image says it */
    private static String stopSignal(String written) {
        String upper = written.toUpperCase(Locale.ROOT);
        String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
        return SIGNAL.matcher(name).matches() ? name : "TERM";
    }

    static Optional<String> health(String status) {
        return status.isEmpty() || status.equals("none") ? Optional.empty() : Optional.of(status);
    }

    private static String name(String text) {
        return text.startsWith("/") ? text.substring(1) : text;
    }

    private static int number(String text) {
        return NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    }

    private static Optional<Instant> instant(String text) {
        try {
            Instant time = Instant.parse(text);
            return time.isAfter(Instant.EPOCH) ? Optional.of(time) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
