package io.jenkins.plugins.erp.runner.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The programs that run inside simulated containers. */
final class Programs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String DRAIN = "/tmp/.erp-drain";
    private static final Set<String> IN_APPS = Set.of("python", "python3", "celery");

    private final SimEngine engine;

    Programs(SimEngine engine) {
        this.engine = engine;
    }

    /** Runs one. */
    Answer run(SimContainer in, List<String> argv, byte[] stdin) {
        String text = new String(stdin, StandardCharsets.UTF_8);
        String program = argv.get(0);
        if (IN_APPS.contains(program) && in.image.app().isEmpty()) {
            return Answer.fail(
                    127,
                    "OCI runtime exec failed: exec failed: unable to start container process: exec: \""
                            + program
                            + "\": executable file not found in $PATH: unknown");
        }
        return switch (program) {
            case "cat" -> {
                if (!argv.equals(List.of("cat", "/etc/hosts"))) {
                    throw new UnknownCommandException(argv);
                }
                yield Answer.ok(in.proxy.hosts());
            }
            case "tee" -> {
                if (!argv.equals(List.of("tee", "/etc/hosts"))) {
                    throw new UnknownCommandException(argv);
                }
                in.proxy.hosts(text);
                yield Answer.ok(text);
            }
            case "touch", "test" -> drain(in, argv);
            case "true" -> Answer.ok("");
            case "false" -> new Answer(1, "", "");
            case "echo" -> Answer.ok(String.join(" ", argv.subList(1, argv.size())) + "\n");
            case "sh" -> steer(in, argv);
            case "nginx" -> nginx(in, argv);
            case "python", "python3" -> python(in, argv, text);
            case "celery" -> celery(in, argv);
            case "pg_isready" ->
                    in.booted(engine.now())
                            ? Answer.ok("/var/run/postgresql:5432 - accepting connections\n")
                            : new Answer(2, "/var/run/postgresql:5432 - no response\n", "");
            case "redis-cli" -> Answer.ok("PONG\n");
            case "rm" ->
                    argv.get(argv.size() - 1).equals(DRAIN)
                            ? drain(in, argv)
                            : new SimPostgres(engine, in).run(argv);
            case "pg_dump", "pg_restore", "createdb", "dropdb", "psql" ->
                    new SimPostgres(engine, in).run(argv);
            default -> throw new UnknownCommandException(argv);
        };
    }

    private Answer drain(SimContainer in, List<String> argv) {
        if (!argv.get(argv.size() - 1).equals(DRAIN)) {
            throw new UnknownCommandException(argv);
        }
        if (argv.get(0).equals("test")) {
            return new Answer(in.drained() ? 0 : 1, "", "");
        }
        in.drain(argv.get(0).equals("touch") ? Optional.of(engine.now()) : Optional.empty());
        return Answer.ok("");
    }

    /* The script that moves an Nginx, without its loops. */
    private Answer steer(SimContainer in, List<String> argv) {
        if (argv.size() < 6 || !argv.get(2).contains("ERP-NGINX")) {
            throw new UnknownCommandException(argv);
        }
        String was = in.proxy.hosts();
        String kept = in.proxy.hostsWithout(argv.get(5));
        if (argv.get(4).equals("clean")) {
            in.proxy.hosts(kept);
            return Answer.ok("erp-proxy clean\n");
        }
        List<String> lines = argv.subList(10, argv.size());
        in.proxy.hosts(kept + String.join("\n", lines) + "\n");
        Answer test = nginx(in, List.of("nginx", "-t"));
        if (test.exitCode() != 0) {
            in.proxy.hosts(was);
            return new Answer(4, "erp-proxy refused\n" + test.stderr(), "");
        }
        nginx(in, List.of("nginx", "-s", "reload"));
        engine.takes(SimProxy.FINISHING.toMillis() + 50);
        return Answer.ok("erp-proxy moved\n");
    }

    private Answer nginx(SimContainer in, List<String> argv) {
        String configuration = engine.configuration(in);
        if (!SimProxy.valid(configuration)) {
            return Answer.fail(
                    1,
                    "nginx: [emerg] unexpected end of file, expecting \"}\" in"
                            + " /etc/nginx/nginx.conf\nnginx: configuration file"
                            + " /etc/nginx/nginx.conf test failed");
        }
        String host = SimProxy.upstreamHost(configuration);
        Set<String> found = engine.resolve(in, host);
        if (found.isEmpty()) {
            return Answer.fail(
                    1,
                    "nginx: [emerg] host not found in upstream \""
                            + host
                            + "\" in /etc/nginx/nginx.conf");
        }
        if (argv.equals(List.of("nginx", "-t"))) {
            return new Answer(
                    0, "", "nginx: configuration file /etc/nginx/nginx.conf test is successful\n");
        }
        if (argv.equals(List.of("nginx", "-T"))) {
            return Answer.ok("# configuration file /etc/nginx/nginx.conf:\n" + configuration);
        }
        if (argv.equals(List.of("nginx", "-s", "reload"))) {
            in.proxy.load(found, engine.now());
            return new Answer(0, "", "signal process started\n");
        }
        throw new UnknownCommandException(argv);
    }

    private Answer python(SimContainer in, List<String> argv, String stdin) {
        if (argv.size() == 4 && argv.get(1).equals("-c")) {
            return probe(in, json(argv.get(3)));
        }
        if (argv.size() == 3 && argv.get(1).equals("-") && stdin.contains("ERP-HEALTH")) {
            return rounds(in, json(argv.get(2)));
        }
        if (argv.size() > 2 && argv.get(1).equals("manage.py")) {
            return manage(in, argv, stdin);
        }
        throw new UnknownCommandException(argv);
    }

    /* Waits in simulated time, as the script waits in real time. */
    private Answer probe(SimContainer in, JsonNode want) {
        if (!want.has("path") || !want.has("seconds")) {
            throw new UnknownCommandException(List.of("python3", "-c", "...", want.toString()));
        }
        long rounds = want.path("seconds").asLong() * 10;
        for (long i = 0; i <= rounds; i++) {
            int status = engine.ask(in);
            if (status == want.path("status").asInt()) {
                return Answer.ok("ready\n");
            }
            if (!in.running(engine.now())) {
                return Answer.fail(137, "");
            }
            engine.takes(100);
        }
        int status = engine.ask(in);
        return new Answer(
                1,
                status == 0
                        ? "not ready: [Errno 111] Connection refused\n"
                        : "not ready: status "
                                + status
                                + " instead of 200: {\"status\": \"error\"}\n",
                "");
    }

    private Answer rounds(SimContainer in, JsonNode question) {
        StringBuilder out = new StringBuilder();
        int rounds = question.path("rounds").asInt(1);
        for (int i = 0; i < rounds; i++) {
            if (i > 0) {
                engine.takes((long) (question.path("interval").asDouble(1) * 1000));
            }
            if (!in.running(engine.now())) {
                return new Answer(137, out.toString(), "");
            }
            out.append(health(in, question));
        }
        return Answer.ok(out.toString());
    }

    private String health(SimContainer in, JsonNode question) {
        ObjectNode answer = JSON.createObjectNode();
        for (JsonNode target : question.path("http")) {
            String host = target.path("host").asText();
            ObjectNode one = answer.withArray("http").addObject().put("millis", 3);
            int status;
            Optional<SimContainer> version = Optional.of(in);
            if (host.equals("127.0.0.1")) {
                status = engine.ask(in);
            } else {
                Optional<SimContainer> there = engine.at(host);
                version = there.filter(c -> c.kind == SimContainer.Kind.WEB);
                status =
                        version.isPresent()
                                ? engine.ask(version.get())
                                : engine.request(in.project);
                version = version.or(() -> Optional.of(in));
            }
            if (status == 0) {
                one.put("ok", false).put("detail", "ConnectionRefusedError: Connection refused");
            } else {
                ObjectNode body = JSON.createObjectNode();
                body.put("status", status == 200 ? "ok" : "error");
                version.get().image.app().ifPresent(a -> body.put("version", a.version()));
                body.put("database", "ok").put("cache", "ok");
                one.put("status", status).put("body", body.toString()).put("location", "");
            }
        }
        boolean data = engine.running(in, SimContainer.Kind.DATABASE);
        part(
                answer,
                "database",
                data,
                "postgresql at db answers",
                "OperationalError: no connection");
        List<String> pending = pending(in);
        part(
                answer,
                "migrations",
                pending.isEmpty(),
                "none pending",
                "pending: " + String.join(", ", pending));
        part(
                answer,
                "redis",
                engine.running(in, SimContainer.Kind.CACHE),
                "redis:6379 answers PONG",
                "ConnectionError: no connection");
        int wanted = question.path("celery").path("workers").asInt();
        if (wanted > 0) {
            int online = workers(in).size();
            String counted = online + " of " + wanted + " workers answer a ping";
            part(answer, "celery", online >= wanted, counted, counted);
        }
        return "\nERP-HEALTH " + answer + "\n";
    }

    private static void part(ObjectNode to, String name, boolean ok, String good, String bad) {
        to.putObject(name).put("ok", ok).put("detail", ok ? good : bad).put("millis", 4);
    }

    private List<String> pending(SimContainer in) {
        List<String> pending = new ArrayList<>();
        in.image.app().ifPresent(a -> pending.addAll(a.migrations()));
        pending.removeAll(engine.database(in.project).migrations);
        return pending;
    }

    /** The workers of its project that are up and reach their broker. */
    private List<SimContainer> workers(SimContainer in) {
        return engine.of(in.project, "").stream()
                .filter(c -> c.kind == SimContainer.Kind.WORKER)
                .filter(c -> c.booted(engine.now()) && engine.running(c, SimContainer.Kind.CACHE))
                .toList();
    }

    private Answer celery(SimContainer in, List<String> argv) {
        if (!argv.contains("inspect") || !argv.contains("ping")) {
            throw new UnknownCommandException(argv);
        }
        List<String> lines = new ArrayList<>();
        List<SimContainer> workers = workers(in);
        int online = workers.size();
        for (SimContainer c : workers) {
            lines.add("->  celery@" + c.id.substring(0, 12) + ": OK");
            lines.add("        pong");
        }
        if (online == 0) {
            return Answer.fail(69, "Error: No nodes replied within time constraint");
        }
        lines.add("");
        lines.add(online + (online == 1 ? " node online." : " nodes online."));
        return Answer.lines(lines);
    }

    private Answer manage(SimContainer in, List<String> argv, String stdin) {
        String command = argv.get(2);
        if (command.equals("check")) {
            return Answer.ok("System check identified no issues (0 silenced).\n");
        }
        if (command.equals("shell") && argv.size() == 5 && argv.get(3).equals("-c")) {
            JsonNode given = json(stdin);
            if (given.path("script").asText().contains("ERP-RELEASE")) {
                return release(in, given);
            }
        }
        throw new UnknownCommandException(argv);
    }

    /* What release.py does, in its order and with its lines. */
    private Answer release(SimContainer in, JsonNode given) {
        SimImage.App app = in.image.app().orElseThrow();
        SimEngine.Database database = engine.database(in.project);
        String mode = given.path("mode").asText();
        boolean release = mode.equals("release");
        boolean data = engine.running(in, SimContainer.Kind.DATABASE);
        StringBuilder out = new StringBuilder();
        if (!release || given.path("migrate").asBoolean()) {
            if (!data) {
                return noDatabase(out, "before");
            }
            ObjectNode before = told("before", true);
            before.set("heads", heads(database.migrations));
            out.append(line(before));
            Optional<Answer> wrong = migrations(app, database.migrations, given, out);
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        if (release && given.path("static").asBoolean()) {
            engine.takes(700);
            boolean changed = !app.statics().equals(engine.collected.get(in.project));
            engine.collected.put(in.project, app.statics());
            String said = (changed ? 131 : 0) + " static files copied to '/app/staticfiles'";
            out.append("\n").append(said).append(".\n");
            out.append(line(told("static", true).put("said", said).put("changed", changed)));
        }
        JsonNode superuser = given.path("superuser");
        if (release && !superuser.isEmpty()) {
            if (!data) {
                return noDatabase(out, "superuser");
            }
            String user = superuser.path("DJANGO_SUPERUSER_USERNAME").asText("admin");
            out.append(line(told("superuser", true).put("made", database.users.add(user))));
        }
        return Answer.ok(out.toString());
    }

    private Optional<Answer> migrations(
            SimImage.App app, Set<String> applied, JsonNode given, StringBuilder out) {
        switch (given.path("mode").asText()) {
            case "heads" -> {
                // looked at only
            }
            case "backward" -> {
                Optional<String> never =
                        applied.stream().filter(m -> m.contains("_irreversible_")).findFirst();
                if (never.isPresent()) {
                    return Optional.of(irreversible(never.get(), applied, out));
                }
                given.path("to")
                        .fields()
                        .forEachRemaining(e -> back(app, applied, e.getKey(), e.getValue()));
                ObjectNode done = told("migrate", true);
                done.set("after", heads(applied));
                out.append(line(done));
            }
            case "look", "release" -> {
                List<String> plan = new ArrayList<>(app.migrations());
                plan.removeAll(applied);
                ObjectNode planned = told("plan", true);
                planned.set("plan", JSON.valueToTree(plan));
                dangerous(plan, planned.putArray("hazards"));
                out.append(line(planned));
                if (given.path("policy").asText().equals("refuse")
                        && stopping(planned.path("hazards"), given.path("allow"))) {
                    out.append(line(JSON.createObjectNode().put("part", "refused")));
                    return Optional.of(Answer.ok(out.toString()));
                }
                if (given.path("mode").asText().equals("release")) {
                    return forward(app, applied, plan, out);
                }
            }
            default -> throw new UnknownCommandException(List.of("release.py", given.toString()));
        }
        return Optional.empty();
    }

    /* Here a migration cannot be run backwards when its name says so. */
    private static Answer irreversible(String migration, Set<String> applied, StringBuilder out) {
        ObjectNode failed = told("migrate", false);
        failed.set("after", heads(applied));
        return new Answer(
                1,
                out + line(failed),
                "django.db.migrations.exceptions.IrreversibleError: " + migration + "\n");
    }

    private static boolean stopping(JsonNode hazards, JsonNode allow) {
        List<String> left = hazards.findValuesAsText("migration");
        allow.forEach(a -> left.remove(a.asText()));
        return !left.isEmpty();
    }

    /* Here a migration is dangerous when its name says that it drops something. */
    private static void dangerous(List<String> plan, ArrayNode hazards) {
        for (String migration : plan) {
            if (migration.contains("_drop_")) {
                hazards.addObject()
                        .put("migration", migration)
                        .put("operation", "RemoveField: Remove field from order")
                        .put("kind", "drop-column")
                        .put("what", "orders_order.note");
            }
        }
    }

    private Optional<Answer> forward(
            SimImage.App app, Set<String> applied, List<String> plan, StringBuilder out) {
        for (String migration : plan) {
            engine.takes(300);
            boolean last = migration.equals(plan.get(plan.size() - 1));
            if (last && app.defect() == SimImage.Defect.MIGRATION) {
                ObjectNode failed = told("migrate", false);
                failed.set("after", heads(applied));
                return Optional.of(
                        new Answer(
                                1,
                                out + line(failed),
                                "  Applying "
                                        + migration
                                        + "...Traceback (most recent call last):\n"
                                        + "django.db.utils.ProgrammingError: column \"channel\" of"
                                        + " relation \"orders_order\" contains null values\n"));
            }
            applied.add(migration);
            out.append("  Applying ").append(migration).append("... OK\n");
        }
        ObjectNode done = told("migrate", true);
        done.set("after", heads(applied));
        out.append(line(done));
        return Optional.empty();
    }

    private static Answer noDatabase(StringBuilder out, String part) {
        return new Answer(
                1,
                out + line(told(part, false)),
                "django.db.utils.OperationalError: connection to server at \"db\" failed\n");
    }

    private static ObjectNode told(String part, boolean ok) {
        return JSON.createObjectNode().put("part", part).put("ok", ok).put("seconds", 0.1);
    }

    private static String line(ObjectNode told) {
        return "\nerp-release " + told + "\n";
    }

    private static void back(SimImage.App app, Set<String> applied, String name, JsonNode to) {
        List<String> mine =
                app.migrations().stream().filter(m -> m.startsWith(name + ".")).toList();
        int keep = to.asText().equals("zero") ? 0 : mine.indexOf(name + "." + to.asText()) + 1;
        applied.removeAll(mine.subList(keep, mine.size()));
    }

    /* Migrations of an app follow one another here, so that the last one applied is its head. */
    private static JsonNode heads(Set<String> applied) {
        Map<String, List<String>> heads = new LinkedHashMap<>();
        for (String migration : applied) {
            String[] parts = migration.split("\\.", 2);
            heads.put(parts[0], List.of(parts[1]));
        }
        return JSON.valueToTree(heads);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UnknownCommandException(List.of("(not JSON)", text));
        }
    }
}
