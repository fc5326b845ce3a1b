package io.jenkins.plugins.erp.runner.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.erp.text.Digests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
    /* How long Traefik gathers changes before it acts on them. */
    private static final Duration NOTICED = Duration.ofSeconds(2);

    static final String HASH = "com.docker.compose.config-hash";

    /** What a project's PostgreSQL volume holds. */
    static final class Database {
        final Set<String> migrations = new LinkedHashSet<>();
        final Set<String> users = new TreeSet<>();

        String dump() {
            return "PGDMP\n" + String.join(",", migrations) + "\n" + String.join(",", users) + "\n";
        }

        Database copy() {
            Database copy = new Database();
            copy.migrations.addAll(migrations);
            copy.users.addAll(users);
            return copy;
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

    /** Where databases are: on the host itself, or on a server that several use. */
    private static final class Server {
        final Map<String, Database> databases = new TreeMap<>();
        /* how often something may have been done by any of those that use it */
        int changes;
    }

    /** Files that programs wrote in containers, by container id and path. */
    final Map<String, String> written = new TreeMap<>();

    /** Whose static files a project's volume has. */
    final Map<String, String> collected = new TreeMap<>();

    /** Databases beside a project's own, by project and name. */
    final Map<String, Map<String, Database>> beside = new TreeMap<>();

    final SimFiles files;
    final SimClock clock;
    final SimRegistry registry;
    final Map<String, SimImage> images = new TreeMap<>();
    final Map<String, SimContainer> containers = new LinkedHashMap<>();
    /* Until when a project's Traefik asks a container that was stopped while it was in rotation. */
    private final Map<String, Instant> asksStopped = new TreeMap<>();
    private Server server = new Server();
    private int made;
    private int lastAnswer;
    private Instant answerCounts = Instant.MIN;
    private int answerAt = -1;

    SimEngine(SimFiles files, SimClock clock, SimRegistry registry) {
        this.files = files;
        this.clock = clock;
        this.registry = registry;
    }

    /** One in the same state, that goes its own way from now on. */
    SimEngine copy(SimFiles itsFiles, SimClock itsClock, SimRegistry itsRegistry) {
        SimEngine copy = new SimEngine(itsFiles, itsClock, itsRegistry);
        copy.images.putAll(images);
        containers.forEach((id, c) -> copy.containers.put(id, c.copy()));
        server.databases.forEach((project, d) -> copy.setDatabase(project, d.copy()));
        beside.forEach(
                (project, all) ->
                        all.forEach(
                                (name, d) ->
                                        copy.beside
                                                .computeIfAbsent(project, p -> new TreeMap<>())
                                                .put(name, d.copy())));
        copy.written.putAll(written);
        copy.collected.putAll(collected);
        copy.asksStopped.putAll(asksStopped);
        copy.made = made;
        return copy;
    }

    Instant now() {
        return clock.instant();
    }

    void takes(long millis) {
        changed();
        clock.advance(Duration.ofMillis(millis));
    }

    /**
     * Says that something may have been done, so that the last answer counts no more; on no other
     * host either that uses the same databases.
     */
    void changed() {
        server.changes++;
    }

    Database database(String project) {
        return server.databases.computeIfAbsent(project, p -> new Database());
    }

    /** Puts another database in place of a project's own. */
    void setDatabase(String project, Database database) {
        server.databases.put(project, database);
    }

    /** Has its databases on the server that another host uses. */
    void share(SimEngine other) {
        server = other.server;
    }

    void dropVolumes(String project) {
        server.databases.remove(project);
        beside.remove(project);
        collected.remove(project);
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
        SimContainer whole = containers.get(word);
        if (whole != null) {
            return Optional.of(whole);
        }
        for (SimContainer c : containers.values()) {
            if (c.name.equals(word) || (word.length() >= 8 && c.id.startsWith(word))) {
                return Optional.of(c);
            }
        }
        return Optional.empty();
    }

    List<SimContainer> of(String project, String service) {
        List<SimContainer> some = new ArrayList<>();
        for (SimContainer c : containers.values()) {
            if (project.equals(c.project) && (service.isEmpty() || service.equals(c.service))) {
                some.add(c);
            }
        }
        return some;
    }

    /** Makes a container; the image must be there. */
    SimContainer create(
            String project,
            String service,
            String name,
            int number,
            boolean oneOff,
            SimImage image,
            ObjectNode spec,
            String hash) {
        String id = Digests.sha256("container " + project + " " + name + " " + ++made);
        SimContainer c =
                new SimContainer(
                        id,
                        name,
                        project,
                        service,
                        number,
                        oneOff,
                        spec.path("image").asText(),
                        image,
                        spec,
                        now());
        c.labels.putAll(image.labels());
        spec.path("labels")
                .fields()
                .forEachRemaining(e -> c.labels.put(e.getKey(), e.getValue().asText()));
        c.labels.put(PROJECT, project);
        c.labels.put(SERVICE, service);
        c.labels.put("com.docker.compose.container-number", Integer.toString(number));
        c.labels.put("com.docker.compose.oneoff", oneOff ? "True" : "False");
        c.labels.put(HASH, hash);
        containers.put(id, c);
        return c;
    }

    /** Makes one that is of no project. */
    SimContainer create(String name, SimImage image, ObjectNode spec) {
        String id = Digests.sha256("container " + name + " " + ++made);
        String reference = spec.path("image").asText();
        SimContainer c = new SimContainer(id, name, "", "", 0, true, reference, image, spec, now());
        containers.put(id, c);
        return c;
    }

    /** Names of those that are of no project. */
    List<String> lone() {
        return containers.values().stream()
                .filter(c -> !c.labels.containsKey(PROJECT))
                .map(c -> c.name)
                .sorted()
                .toList();
    }

    static String hash(JsonNode spec) {
        ObjectNode copy = spec.deepCopy();
        copy.remove(List.of("scale", "deploy", "depends_on", "build", "profiles"));
        return Digests.sha256(copy.toString());
    }

    void start(SimContainer c) {
        if (c.kept(now())) {
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
        boolean asked =
                c.labels.containsKey("traefik.enable")
                        && c.up()
                        && c.health(now().minus(NOTICED)).filter("healthy"::equals).isPresent();
        if (asked) {
            asksStopped.put(c.project, now().plus(NOTICED));
        }
        c.stopByHand(now());
        c.addresses.clear();
        c.proxy.stop();
    }

    /** Ends and starts; containers come back as their restart policies say, proxies last. */
    void restart() {
        List<SimContainer> back = new ArrayList<>();
        for (SimContainer c : containers.values()) {
            if (c.up()) {
                c.stop(137);
                c.addresses.clear();
                c.proxy.stop();
                if (c.comesBack()) {
                    back.add(c);
                }
            }
        }
        takes(3000);
        back.sort(Comparator.comparing(c -> c.kind == SimContainer.Kind.PROXY));
        back.forEach(this::start);
    }

    /** Ids of the containers that are up. */
    Set<String> up() {
        Set<String> ids = new LinkedHashSet<>();
        for (SimContainer c : containers.values()) {
            if (c.up()) {
                ids.add(c.id);
            }
        }
        return ids;
    }

    /** Lets those end that are up and were not. */
    void endNew(Set<String> before) {
        for (SimContainer c : containers.values()) {
            if (c.up() && !before.contains(c.id)) {
                c.die(now());
                if (!c.up()) {
                    c.addresses.clear();
                    c.proxy.stop();
                }
            }
        }
    }

    private static List<String> networks(SimContainer c) {
        List<String> names = new ArrayList<>();
        String project = c.project;
        c.spec.path("networks")
                .fieldNames()
                .forEachRemaining(n -> names.add(project.isEmpty() ? n : project + "_" + n));
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
        for (SimContainer c : containers.values()) {
            if (c.addresses.containsValue(address)) {
                return Optional.of(c);
            }
        }
        return Optional.empty();
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
        boolean data =
                running(web, SimContainer.Kind.DATABASE) && running(web, SimContainer.Kind.CACHE);
        return web.ill() ? 500 : data ? 200 : 503;
    }

    /** Whether the web container's project has one of a kind at work, or none at all. */
    boolean running(SimContainer web, SimContainer.Kind kind) {
        Instant now = now();
        boolean none = true;
        for (SimContainer c : containers.values()) {
            if (c.kind == kind && c.project.equals(web.project)) {
                if (c.booted(now)) {
                    return true;
                }
                none = false;
            }
        }
        return none;
    }

    /**
     * The status that a request from outside gets right now, and, where several containers may be
     * asked, the worst of them; 0: nothing listens.
     */
    int request(String project) {
        int worst = 0;
        for (SimContainer c : containers.values()) {
            if (c.oneOff || !c.project.equals(project)) {
                continue;
            }
            if (c.kind == SimContainer.Kind.PROXY) {
                return throughProxy(c);
            }
            if (c.kind == SimContainer.Kind.TRAEFIK) {
                return throughTraefik(c, project);
            }
            if (c.kind == SimContainer.Kind.WEB && c.running(now())) {
                worst = Math.max(worst, page(c));
            }
        }
        return worst;
    }

    /* All that are healthy, with the labels that say so. */
    private int throughTraefik(SimContainer proxy, String project) {
        if (!proxy.running(now())) {
            return 0;
        }
        Instant until = asksStopped.getOrDefault(project, Instant.MIN);
        int worst = now().isBefore(until) ? 502 : 0;
        for (SimContainer c : of(project, "")) {
            boolean asked =
                    !c.oneOff
                            && c.labels.getOrDefault("traefik.enable", "").equals("true")
                            && c.health(now()).filter("healthy"::equals).isPresent();
            if (asked) {
                int status = page(c);
                worst = Math.max(worst, status == 0 ? 502 : status);
            }
        }
        return worst == 0 ? 404 : worst;
    }

    private int throughProxy(SimContainer proxy) {
        if (!proxy.running(now())) {
            return 0;
        }
        int worst = proxy.proxy.upstream().isEmpty() ? 502 : 200;
        for (String address : proxy.proxy.upstream()) {
            Optional<SimContainer> web = at(address);
            int status = web.isEmpty() ? 0 : page(web.get());
            worst = Math.max(worst, status == 0 ? 502 : status);
        }
        return worst;
    }

    /* Any page but the health answer needs the tables that its code was written for. */
    private int page(SimContainer web) {
        if (web.kind == SimContainer.Kind.PAGE) {
            return web.running(now()) ? 503 : 0;
        }
        int status = ask(web);
        boolean whole =
                web.image.app().isEmpty()
                        || suits(
                                database(web.project).migrations,
                                web.image.app().get().migrations());
        return status == 200 && !whole ? 500 : status;
    }

    /* Nor does it do without what a later migration has dropped. */
    private static boolean suits(Set<String> applied, List<String> known) {
        return applied.containsAll(known)
                && applied.stream().noneMatch(m -> m.contains("_drop_") && !known.contains(m));
    }

    /** The same, looked at again only when something was done or came up since. */
    int requestAgain(String project) {
        Instant now = now();
        if (answerAt != server.changes || !now.isBefore(answerCounts)) {
            answerAt = server.changes;
            lastAnswer = request(project);
            answerCounts = Instant.MAX;
            for (SimContainer c : containers.values()) {
                Optional<Instant> next = c.changesAt(now);
                if (next.isPresent() && next.get().isBefore(answerCounts)) {
                    answerCounts = next.get();
                }
            }
        }
        return lastAnswer;
    }

    /** The JSON object of {@code docker inspect}. */
    String inspect(SimContainer c, ObjectMapper json) {
        Instant now = now();
        return c.told(now, () -> inspect(c, now, json).toString());
    }

    private static ObjectNode inspect(SimContainer c, Instant now, ObjectMapper json) {
        ObjectNode node = json.createObjectNode();
        node.put("Id", c.id).put("Name", "/" + c.name).put("Image", c.image.id());
        node.put("RestartCount", c.restarts(now));
        ObjectNode state = node.putObject("State");
        state.put("Status", c.state(now)).put("ExitCode", c.exitCode(now));
        state.put("OOMKilled", false).put("Error", "");
        state.put("StartedAt", c.startedAt().map(Instant::toString).orElse("0001-01-01T00:00:00Z"));
        c.health(now)
                .ifPresent(
                        h -> {
                            ObjectNode health = state.putObject("Health").put("Status", h);
                            health.putArray("Log")
                                    .addObject()
                                    .put("ExitCode", h.equals("healthy") ? 0 : 1)
                                    .put("Output", h.equals("healthy") ? "ok" : "status 500");
                        });
        node.set("Config", c.described(json));
        node.put("Created", c.created.toString());
        how(c, node);
        ObjectNode networks = node.putObject("NetworkSettings").putObject("Networks");
        c.addresses.forEach(
                (network, ip) -> {
                    ObjectNode one =
                            networks.putObject(network).put("IPAddress", c.running(now) ? ip : "");
                    ArrayNode aliases = one.putArray("Aliases").add(c.name).add(c.service);
                    c.spec.path("networks")
                            .path(network.substring(network.lastIndexOf('_') + 1))
                            .path("aliases")
                            .forEach(aliases::add);
                });
        return node;
    }

    /** What is mounted and published, and when it is restarted. */
    private static void how(SimContainer c, ObjectNode node) {
        ObjectNode host = node.putObject("HostConfig");
        host.putObject("RestartPolicy").put("Name", c.spec.path("restart").asText("no"));
        ObjectNode bindings = host.putObject("PortBindings");
        for (JsonNode port : c.spec.path("ports")) {
            bindings.withArray(
                            port.path("target").asText()
                                    + "/"
                                    + port.path("protocol").asText("tcp"))
                    .addObject()
                    .put("HostIp", port.path("host_ip").asText(""))
                    .put("HostPort", port.path("published").asText(""));
        }
        ArrayNode mounts = node.putArray("Mounts");
        for (JsonNode volume : c.spec.path("volumes")) {
            String source = volume.path("source").asText();
            boolean bind = volume.path("type").asText().equals("bind");
            ObjectNode one = mounts.addObject().put("Type", volume.path("type").asText());
            one.put("Name", bind ? "" : c.project + "_" + source);
            one.put("Source", bind ? source : "/var/lib/docker/volumes/" + source);
            one.put("Destination", volume.path("target").asText());
            one.put("RW", !volume.path("read_only").asBoolean(false));
        }
    }
}
