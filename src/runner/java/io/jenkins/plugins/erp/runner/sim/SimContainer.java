package io.jenkins.plugins.erp.runner.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A container; what it is doing follows from what was done to it and from the time. */
final class SimContainer {
    /** What runs in it. */
    enum Kind {
        WEB,
        WORKER,
        BEAT,
        DATABASE,
        CACHE,
        PROXY,
        TRAEFIK,
        PAGE,
        OTHER
    }

    static final List<String> WEB_COMMAND = List.of("gunicorn", "sample_erp.wsgi:application");
    private static final List<String> ENDS = List.of("false");
    private static final Duration BOOT = Duration.ofMillis(1500);
    private static final Duration CRASH = Duration.ofMillis(600);
    private static final Duration AGAIN = Duration.ofMillis(400);
    private static final Duration CHECKED = Duration.ofSeconds(2);
    private static final Duration ILL = Duration.ofSeconds(9);

    final String id;
    final Instant created;
    String name;
    final String project;
    final String service;
    final int number;
    final boolean oneOff;
    final Kind kind;
    final String imageName;
    final SimImage image;
    final ObjectNode spec;
    final Map<String, String> labels = new LinkedHashMap<>();
    final Map<String, String> addresses = new LinkedHashMap<>();
    final List<String> log = new ArrayList<>();
    final SimProxy proxy;
    private final List<String> command;
    private final boolean crashes;
    private Optional<POJONode> described = Optional.empty();
    private Optional<Told> told = Optional.empty();
    private String text = "";
    private Optional<Instant> startedAt = Optional.empty();
    private boolean up;
    private boolean stoppedByHand;
    private int diedTimes;
    private int exitCode;
    /* when the file was put there that its health check fails at */
    private Optional<Instant> drainedAt = Optional.empty();

    SimContainer(
            String id,
            String name,
            String project,
            String service,
            int number,
            boolean oneOff,
            String imageName,
            SimImage image,
            ObjectNode spec,
            Instant created) {
        this.created = created;
        this.proxy = new SimProxy();
        this.id = id;
        this.name = name;
        this.project = project;
        this.service = service;
        this.number = number;
        this.oneOff = oneOff;
        this.imageName = imageName;
        this.image = image;
        this.spec = spec;
        this.command = command(spec, image);
        this.kind = kind(imageName, image, command);
        this.crashes = (kind == Kind.WEB && has(SimImage.Defect.CRASH)) || ENDS.equals(command);
    }

    private SimContainer(SimContainer other) {
        id = other.id;
        created = other.created;
        name = other.name;
        project = other.project;
        service = other.service;
        number = other.number;
        oneOff = other.oneOff;
        kind = other.kind;
        imageName = other.imageName;
        image = other.image;
        spec = other.spec;
        command = other.command;
        crashes = other.crashes;
        told = other.told;
        text = other.text;
        labels.putAll(other.labels);
        addresses.putAll(other.addresses);
        log.addAll(other.log);
        proxy = other.proxy.copy();
        described = other.described;
        startedAt = other.startedAt;
        up = other.up;
        stoppedByHand = other.stoppedByHand;
        diedTimes = other.diedTimes;
        exitCode = other.exitCode;
        drainedAt = other.drainedAt;
    }

    boolean drained() {
        return drainedAt.isPresent();
    }

    void drain(Optional<Instant> since) {
        drainedAt = drainedAt.isPresent() && since.isPresent() ? drainedAt : since;
    }

    SimContainer copy() {
        return new SimContainer(this);
    }

    private static Kind kind(String imageName, SimImage image, List<String> command) {
        if (command.stream().anyMatch(w -> w.contains("ERP-MAINTENANCE"))) {
            return Kind.PAGE;
        }
        if (image.app().isPresent()) {
            boolean celery = command.contains("celery");
            return celery && command.contains("worker")
                    ? Kind.WORKER
                    : celery && command.contains("beat") ? Kind.BEAT : Kind.WEB;
        }
        String name = SimRegistry.repository(imageName);
        name = name.substring(name.lastIndexOf('/') + 1);
        return switch (name) {
            case "postgres" -> Kind.DATABASE;
            case "redis" -> Kind.CACHE;
            case "nginx" -> Kind.PROXY;
            case "traefik" -> Kind.TRAEFIK;
            default -> Kind.OTHER;
        };
    }

    /** Entry point and command as run. */
    List<String> command() {
        return command;
    }

    private static List<String> command(ObjectNode spec, SimImage image) {
        List<String> words = new ArrayList<>();
        spec.path("entrypoint").forEach(w -> words.add(w.asText()));
        spec.path("command").forEach(w -> words.add(w.asText()));
        if (words.isEmpty() && image.app().isPresent()) {
            words.addAll(WEB_COMMAND);
        }
        return List.copyOf(words);
    }

    void start(Instant now) {
        up = true;
        stoppedByHand = false;
        exitCode = 0;
        diedTimes = 0;
        startedAt = Optional.of(now);
        if (crashes()) {
            if (ENDS.equals(command)) {
                return;
            }
            log.add("Traceback (most recent call last):");
            log.add("ModuleNotFoundError: No module named 'orders.discounts'");
            log.add("[ERROR] Worker failed to boot.");
        } else {
            log.add(kind == Kind.PAGE ? "ready" : "started");
        }
    }

    void stop(int code) {
        if (up) {
            up = false;
            exitCode = code;
            log.add("stopped");
        }
    }

    /** Stops because somebody said so: an engine that is started anew leaves it so. */
    void stopByHand(Instant now) {
        stoppedByHand = true;
        stop(crashed(now) ? 1 : 0);
    }

    /** Ends by itself; with a restart policy it is started again a little later. */
    void die(Instant now) {
        if (comesBack()) {
            diedTimes++;
            startedAt = Optional.of(now.plus(AGAIN));
            log.add("ended unexpectedly");
        } else {
            stop(1);
        }
    }

    /** Whether an engine that is started anew starts it. */
    boolean comesBack() {
        String policy = policy();
        return policy.equals("always") || (policy.equals("unless-stopped") && !stoppedByHand);
    }

    private String policy() {
        return oneOff ? "no" : spec.path("restart").asText("no");
    }

    /** Whether the engine has it running, or is about to start it again. */
    boolean kept(Instant now) {
        return up && !(crashed(now) && policy().equals("no"));
    }

    /** Whether it was started and nobody stopped it. */
    boolean up() {
        return up;
    }

    boolean crashes() {
        return crashes;
    }

    boolean ill() {
        return kind == Kind.WEB && has(SimImage.Defect.UNHEALTHY);
    }

    private boolean has(SimImage.Defect defect) {
        return image.app().isPresent() && image.app().get().defect() == defect;
    }

    /** When it does something by itself next, such as coming up; empty when nothing is to come. */
    Optional<Instant> changesAt(Instant now) {
        if (!up) {
            return Optional.empty();
        }
        Instant next = startedAt.orElseThrow().plus(crashes() ? CRASH : BOOT);
        return next.isAfter(now) ? Optional.of(next) : Optional.empty();
    }

    Optional<Instant> startedAt() {
        return startedAt;
    }

    int exitCode(Instant now) {
        return crashed(now) ? 1 : exitCode;
    }

    private Duration age(Instant now) {
        return startedAt.isEmpty() ? Duration.ZERO : Duration.between(startedAt.get(), now);
    }

    private boolean crashed(Instant now) {
        return up && crashes() && age(now).compareTo(CRASH) >= 0;
    }

    /** As {@code docker inspect} tells it. */
    String state(Instant now) {
        if (kept(now)) {
            boolean between = age(now).isNegative();
            return crashed(now) || between ? "restarting" : "running";
        }
        return startedAt.isPresent() ? "exited" : "created";
    }

    int restarts(Instant now) {
        return diedTimes
                + (crashed(now) && kept(now) ? (int) Math.max(1, age(now).toSeconds()) : 0);
    }

    boolean running(Instant now) {
        return state(now).equals("running");
    }

    /** Whether what runs in it has come up. */
    boolean booted(Instant now) {
        return running(now) && age(now).compareTo(BOOT) >= 0;
    }

    boolean healthCheck() {
        return spec.path("healthcheck").isObject() || kind == Kind.WEB;
    }

    /** starting, healthy, unhealthy; empty without a health check. */
    Optional<String> health(Instant now) {
        if (!healthCheck() || startedAt.isEmpty()) {
            return Optional.empty();
        }
        if (!running(now)) {
            return Optional.of("unhealthy");
        }
        boolean ill = ill();
        if (!booted(now)) {
            return Optional.of("starting");
        }
        boolean drains =
                drainedAt.isPresent()
                        && spec.path("healthcheck")
                                .path("test")
                                .toString()
                                .contains("/tmp/.erp-drain")
                        && !now.isBefore(drainedAt.get().plus(CHECKED));
        if (drains) {
            return Optional.of("unhealthy");
        }
        return Optional.of(
                !ill ? "healthy" : age(now).compareTo(ILL) >= 0 ? "unhealthy" : "starting");
    }

    /** All in what {@code docker inspect} tells of it that comes and goes. */
    private record Told(
            String name,
            int restarts,
            String state,
            int exitCode,
            Optional<Instant> startedAt,
            Optional<String> health,
            Map<String, String> addresses) {}

    /**
     * What {@code docker inspect} prints of it.
     *
     * @param whole makes it; asked only where it is not what it was the last time
     */
    String told(Instant now, Supplier<String> whole) {
        Told fresh =
                new Told(
                        name,
                        restarts(now),
                        state(now),
                        exitCode(now),
                        startedAt,
                        health(now),
                        Map.copyOf(addresses));
        if (!told.equals(Optional.of(fresh))) {
            told = Optional.of(fresh);
            text = whole.get();
        }
        return text;
    }

    /** The part of {@code docker inspect} that stays the same as long as it is there. */
    POJONode described(ObjectMapper json) {
        if (described.isEmpty()) {
            ObjectNode config = json.createObjectNode().put("Image", imageName);
            config.put("WorkingDir", image.app().isPresent() ? "/app" : "");
            int entry = spec.path("entrypoint").size();
            if (entry > 0) {
                spec.path("entrypoint").forEach(config.putArray("Entrypoint")::add);
            }
            command().stream().skip(entry).forEach(config.putArray("Cmd")::add);
            ArrayNode variables = config.putArray("Env");
            spec.path("environment")
                    .fields()
                    .forEachRemaining(e -> variables.add(e.getKey() + "=" + e.getValue().asText()));
            if (spec.path("healthcheck").path("test").isArray()) {
                config.putObject("Healthcheck").set("Test", spec.path("healthcheck").path("test"));
            }
            if (spec.has("stop_signal")) {
                config.set("StopSignal", spec.get("stop_signal"));
            }
            labels.forEach(config.putObject("Labels")::put);
            described = Optional.of(new POJONode(new RawValue(config.toString())));
        }
        return described.get();
    }

    /** Names that it is reached under in its networks. */
    boolean knownAs(String host) {
        if (host.equals(service) || host.equals(name)) {
            return true;
        }
        for (JsonNode network : spec.path("networks")) {
            for (JsonNode alias : network.path("aliases")) {
                if (alias.asText().equals(host)) {
                    return true;
                }
            }
        }
        return false;
    }
}
