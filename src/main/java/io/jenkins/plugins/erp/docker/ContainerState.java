package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
    private static final ObjectReader ANSWER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build()
                    .readerForListOf(Told.class);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final Pattern SIGNAL = Pattern.compile("[A-Z][A-Z0-9]{1,10}");

    /**
     * Reads the JSON array of {@code docker inspect}.
     *
     * @throws IllegalArgumentException when it is no such array
     */
    public static List<ContainerState> parse(String json) {
        List<Told> all;
        try {
            all = ANSWER.readValue(json.isBlank() ? "[]" : json);
        } catch (MismatchedInputException e) {
            throw new IllegalArgumentException(
                    "docker inspect printed other JSON than an array of containers");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "docker inspect printed no JSON: " + e.getOriginalMessage());
        }
        return all.stream().map(ContainerState::of).toList();
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

    /* What is read of the answer; most of it is passed over. What is not there is null. */
    private record Told(
            String id,
            String name,
            State state,
            int restartCount,
            String image,
            Config config,
            NetworkSettings networkSettings) {}

    private record State(
            String status,
            Health health,
            int exitCode,
            @JsonProperty("OOMKilled") boolean oomKilled,
            String error,
            String startedAt) {}

    private record Health(String status, List<Check> log) {}

    private record Check(String output) {}

    private record Config(
            String image,
            Map<String, String> labels,
            List<String> entrypoint,
            List<String> cmd,
            String workingDir,
            Healthcheck healthcheck,
            String stopSignal) {
        static final Config NONE = new Config(null, null, null, null, null, null, null);
    }

    private record Healthcheck(List<String> test) {}

    private record NetworkSettings(Map<String, Network> networks) {}

    private record Network(@JsonProperty("IPAddress") String ip) {}

    private static ContainerState of(Told told) {
        State state = or(told.state, new State(null, null, 0, false, null, null));
        Health health = or(state.health, new Health(null, null));
        Config config = or(told.config, Config.NONE);
        Map<String, String> labels = or(config.labels, Map.of());
        List<Check> log = or(health.log, List.of());
        List<String> command = new ArrayList<>(or(config.entrypoint, List.of()));
        command.addAll(or(config.cmd, List.of()));
        return new ContainerState(
                text(told.id),
                name(text(told.name)),
                Grouping.project(labels),
                Grouping.service(labels),
                number(Grouping.number(labels)),
                labels.getOrDefault("com.docker.compose.oneoff", "").equalsIgnoreCase("true"),
                text(state.status),
                health(text(health.status)),
                log.isEmpty()
                        ? Optional.empty()
                        : Optional.of(text(log.get(log.size() - 1).output).trim())
                                .filter(t -> !t.isEmpty()),
                state.exitCode,
                told.restartCount,
                state.oomKilled,
                text(state.error),
                text(config.image),
                text(told.image),
                instant(text(state.startedAt)),
                addresses(told.networkSettings),
                Collections.unmodifiableMap(labels),
                List.copyOf(command),
                text(config.workingDir),
                config.healthcheck == null
                        ? List.of()
                        : healthCheck(or(config.healthcheck.test, List.of())),
                stopSignal(text(config.stopSignal)));
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static String text(String value) {
        return or(value, "");
    }

    private static Map<String, String> addresses(NetworkSettings settings) {
        Map<String, String> addresses = new LinkedHashMap<>();
        if (settings != null && settings.networks != null) {
            settings.networks.forEach(
                    (network, one) -> {
                        if (one != null && !text(one.ip).isEmpty()) {
                            addresses.put(network, one.ip);
                        }
                    });
        }
        return Collections.unmodifiableMap(addresses);
    }

    /* CMD is followed by an argv, CMD-SHELL by a line for the image's own shell */
    private static List<String> healthCheck(List<String> words) {
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
