package io.jenkins.plugins.erp.runner.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a Docker engine has: images, containers, addresses, and the databases in its volumes. */
final class SimEngine {
    static final String PROJECT = "com.docker.compose.project";
    static final String SERVICE = "com.docker.compose.service";
    static final String HASH = "com.docker.compose.config-hash";

    /** What a project's PostgreSQL volume holds. */
    static final class Database {
        final Set<String> migrations = new LinkedHashSet<>();
        final Set<String> users = new TreeSet<>();

        String dump() {
            return "PGDMP\n" + String.join(",", migrations) + "\n" + String.join(",", users) + "\n";
        }

        static Database of(String dump) {
            Database database = new Database();
            List<String> lines = dump.lines().toList();
            database.migrations.addAll(words(lines, 1));
            database.users.addAll(words(lines, 2));
            return database;
        }

        private static List<String> words(List<String> lines, int at) {
            return lines.size() <= at || lines.get(at).isEmpty()
                    ? List.of()
                    : List.of(lines.get(at).split(","));
        }
    }

    /** Files that programs wrote in containers, by container id and path. */
    final Map<String, String> written = new TreeMap<>();

    /** Databases beside a project's own, by project and name. */
    final Map<String, Map<String, Database>> beside = new TreeMap<>();

    final SimFiles files;
    final SimClock clock;
    final SimRegistry registry;
    final Map<String, SimImage> images = new TreeMap<>();
    final Map<String, SimContainer> containers = new LinkedHashMap<>();
    private final Map<String, Database> databases = new TreeMap<>();
    private int made;

    SimEngine(SimFiles files, SimClock clock, SimRegistry registry) {
        this.files = files;
        this.clock = clock;
        this.registry = registry;
    }

    Instant now() {
        return clock.instant();
    }

    void takes(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    Database database(String project) {
        return databases.computeIfAbsent(project, p -> new Database());
    }

    /** Puts another database in place of a project's own. */
    void setDatabase(String project, Database database) {
        databases.put(project, database);
    }

    void dropVolumes(String project) {
        databases.remove(project);
        beside.remove(project);
    }

    /** By name, {@code repository@digest} or id. */
    Optional<SimImage> image(String reference) {
        SimImage named = images.get(reference);
        if (named != null) {
            return Optional.of(named);
        }
        String bare = reference.startsWith("sha256:") ? reference : "sha256:" + reference;
        return images.values().stream().filter(i -> i.id().equals(bare)).findFirst();
    }

    /** Has an image under the name it was asked for and under its digest. */
    void keep(String reference, SimImage image) {
        images.put(reference, image);
        images.put(SimRegistry.repository(reference) + "@" + image.digest(), image);
    }

    /** By whole id, the beginning of one, or name. */
    Optional<SimContainer> container(String word) {
        return containers.values().stream()
                .filter(c -> c.name.equals(word) || (word.length() >= 8 && c.id.startsWith(word)))
                .findFirst();
    }

    List<SimContainer> of(String project, String service) {
        return containers.values().stream()
                .filter(c -> project.equals(c.labels.get(PROJECT)))
                .filter(c -> service.isEmpty() || service.equals(c.service))
                .toList();
    }

    /** Makes a container; the image must be there. */
    SimContainer create(
            String project,
            String service,
            String name,
            int number,
            boolean oneOff,
            SimImage image,
            ObjectNode spec) {
        String id = SimImage.hash("container " + project + " " + name + " " + ++made);
        SimContainer c =
                new SimContainer(
                        id,
                        name,
                        service,
                        number,
                        oneOff,
                        spec.path("image").asText(),
                        image,
                        spec);
        spec.path("labels")
                .fields()
                .forEachRemaining(e -> c.labels.put(e.getKey(), e.getValue().asText()));
        c.labels.put(PROJECT, project);
        c.labels.put(SERVICE, service);
        c.labels.put("com.docker.compose.container-number", Integer.toString(number));
        c.labels.put("com.docker.compose.oneoff", oneOff ? "True" : "False");
        c.labels.put(HASH, hash(spec));
        containers.put(id, c);
        return c;
    }

    static String hash(JsonNode spec) {
        ObjectNode copy = spec.deepCopy();
        copy.remove(List.of("scale", "deploy", "depends_on", "build", "profiles"));
        return SimImage.hash(copy.toString());
    }

    void start(SimContainer c) {
        if (c.up()) {
            return;
        }
        for (String network : networks(c)) {
            c.addresses.put(network, freeAddress());
        }
        c.start(now());
        if (c.kind == SimContainer.Kind.PROXY) {
            c.proxy.hosts(
                    "127.0.0.1\tlocalhost\n" + address(c) + "\t" + c.id.substring(0, 12) + "\n");
            Set<String> found = resolve(c, SimProxy.upstreamHost(configuration(c)));
            if (found.isEmpty() || !SimProxy.valid(configuration(c))) {
                c.log.add(
                        "nginx: [emerg] host not found in upstream \""
                                + SimProxy.upstreamHost(configuration(c))
                                + "\" in /etc/nginx/nginx.conf");
                c.stop(1);
                c.addresses.clear();
                return;
            }
            c.proxy.load(found, now());
        }
    }

    void stop(SimContainer c) {
        c.stop(0);
        c.addresses.clear();
        c.proxy.stop();
    }

    private static List<String> networks(SimContainer c) {
        List<String> names = new ArrayList<>();
        String project = c.labels.get(PROJECT);
        c.spec.path("networks").fieldNames().forEachRemaining(n -> names.add(project + "_" + n));
        return names;
    }

    /* The engine gives the lowest free one, so that an address is soon somebody else's. */
    private String freeAddress() {
        Set<String> taken = new LinkedHashSet<>();
        containers.values().forEach(c -> taken.addAll(c.addresses.values()));
        for (int i = 2; ; i++) {
            String one = "172.30." + i / 250 + "." + (i % 250 + 2);
            if (!taken.contains(one)) {
                return one;
            }
        }
    }

    static String address(SimContainer c) {
        return c.addresses.values().stream().findFirst().orElse("");
    }

    Optional<SimContainer> at(String address) {
        return containers.values().stream()
                .filter(c -> c.addresses.containsValue(address))
                .findFirst();
    }

    /** What a name means in a container: its hosts file first, then the engine's name server. */
    Set<String> resolve(SimContainer in, String host) {
        Set<String> named = in.proxy.named(host);
        if (!named.isEmpty()) {
            return named;
        }
        Set<String> found = new LinkedHashSet<>();
        for (SimContainer c : containers.values()) {
            for (Map.Entry<String, String> address : c.addresses.entrySet()) {
                boolean shared = in.addresses.containsKey(address.getKey());
                if (shared && !c.oneOff && c.running(now()) && c.knownAs(host)) {
                    found.add(address.getValue());
                }
            }
        }
        return found;
    }

    /** The proxy's configuration, from the file that its container mounts. */
    String configuration(SimContainer c) {
        for (JsonNode mount : c.spec.path("volumes")) {
            if (mount.path("type").asText().equals("bind")
                    && mount.path("target").asText().startsWith("/etc/nginx/")) {
                String source = mount.path("source").asText();
                if (files.isDirectory(source)) {
                    StringBuilder all = new StringBuilder();
                    for (String name : files.list(source)) {
                        all.append(files.text(source + "/" + name).orElse("")).append('\n');
                    }
                    return all.toString();
                }
                return files.text(source).orElse("");
            }
        }
        return "";
    }

    /** The status of a health request to a web container itself; 0: nothing listens. */
    int ask(SimContainer web) {
        if (web.kind != SimContainer.Kind.WEB || !web.booted(now()) || web.crashes()) {
            return 0;
        }
        boolean ill =
                web.image.app().filter(a -> a.defect() == SimImage.Defect.UNHEALTHY).isPresent();
        boolean data =
                running(web, SimContainer.Kind.DATABASE) && running(web, SimContainer.Kind.CACHE);
        return ill ? 500 : data ? 200 : 503;
    }

    /** Whether the web container's project has one of a kind at work, or none at all. */
    boolean running(SimContainer web, SimContainer.Kind kind) {
        List<SimContainer> some =
                of(web.labels.get(PROJECT), "").stream().filter(c -> c.kind == kind).toList();
        return some.isEmpty() || some.stream().anyMatch(c -> c.booted(now()));
    }

    /**
     * The status that a request from outside gets right now, and, where several containers may be
     * asked, the worst of them; 0: nothing listens.
     */
    int request(String project) {
        List<SimContainer> all = of(project, "").stream().filter(c -> !c.oneOff).toList();
        Optional<SimContainer> proxy =
                all.stream().filter(c -> c.kind == SimContainer.Kind.PROXY).findFirst();
        if (proxy.isPresent()) {
            if (!proxy.get().running(now())) {
                return 0;
            }
            int worst = proxy.get().proxy.upstream().isEmpty() ? 502 : 200;
            for (String address : proxy.get().proxy.upstream()) {
                int status = at(address).map(this::ask).orElse(0);
                worst = Math.max(worst, status == 0 ? 502 : status);
            }
            return worst;
        }
        return all.stream()
                .filter(c -> c.kind == SimContainer.Kind.WEB && c.running(now()))
                .mapToInt(this::ask)
                .max()
                .orElse(0);
    }

    /** The JSON object of {@code docker inspect}. */
    ObjectNode inspect(SimContainer c, ObjectMapper json) {
        Instant now = now();
        ObjectNode node = json.createObjectNode();
        node.put("Id", c.id).put("Name", "/" + c.name).put("Image", c.image.id());
        node.put("RestartCount", c.restarts(now));
        ObjectNode state = node.putObject("State");
        state.put("Status", c.state(now)).put("ExitCode", c.exitCode(now));
        state.put("OOMKilled", false).put("Error", "");
        state.put(
                "StartedAt",
                c.startedAt().orElse(Instant.parse("0001-01-01T00:00:00Z")).toString());
        c.health(now)
                .ifPresent(
                        h -> {
                            ObjectNode health = state.putObject("Health").put("Status", h);
                            health.putArray("Log")
                                    .addObject()
                                    .put("ExitCode", h.equals("healthy") ? 0 : 1)
                                    .put("Output", h.equals("healthy") ? "ok" : "status 500");
                        });
        ObjectNode config = node.putObject("Config").put("Image", c.imageName);
        config.put("WorkingDir", c.image.app().isPresent() ? "/app" : "");
        c.command().forEach(config.putArray("Cmd")::add);
        ObjectNode labels = config.putObject("Labels");
        c.labels.forEach(labels::put);
        ObjectNode networks = node.putObject("NetworkSettings").putObject("Networks");
        c.addresses.forEach((network, ip) -> networks.putObject(network).put("IPAddress", ip));
        return node;
    }
}
