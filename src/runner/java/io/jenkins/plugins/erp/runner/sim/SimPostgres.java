package io.jenkins.plugins.erp.runner.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own programs in a simulated database container. */
final class SimPostgres {
    private static final Pattern RENAMES =
            Pattern.compile(
                    "ALTER DATABASE \"(.+?)\" RENAME TO \"(.+?)\"; ALTER DATABASE \"(.+?)\" RENAME"
                            + " TO \"(.+?)\"");

    private final SimEngine engine;
    private final SimContainer in;
    private final String project;
    private final Map<String, SimEngine.Database> beside;

    SimPostgres(SimEngine engine, SimContainer in) {
        this.engine = engine;
        this.in = in;
        this.project = in.project;
        this.beside = engine.beside.computeIfAbsent(project, p -> new LinkedHashMap<>());
    }

    Answer run(List<String> argv) {
        String last = argv.get(argv.size() - 1);
        switch (argv.get(0)) {
            case "rm" -> {
                engine.written.remove(in.id + ":" + last);
                return Answer.ok("");
            }
            case "pg_dump" -> {
                engine.takes(500);
                engine.written.put(
                        in.id + ":" + option(argv, "--file"), engine.database(project).dump());
                return Answer.ok("");
            }
            case "pg_restore" -> {
                return restore(argv, last);
            }
            case "createdb" -> {
                return beside.putIfAbsent(last, new SimEngine.Database()) == null
                        ? Answer.ok("")
                        : Answer.fail(1, "createdb: error: database \"" + last + "\" exists");
            }
            case "dropdb" -> {
                beside.remove(last);
                return Answer.ok("");
            }
            default -> {
                return psql(argv, option(argv, "--command"));
            }
        }
    }

    private Answer restore(List<String> argv, String file) {
        String text = engine.written.get(in.id + ":" + file);
        if (text == null) {
            return Answer.fail(1, "pg_restore: error: could not open input file \"" + file + "\"");
        }
        if (argv.contains("--list")) {
            return Answer.ok(
                    "; Archive created\n3; 2615 2200 SCHEMA - public\n"
                            + "217; 1259 16397 TABLE public orders_order\n");
        }
        engine.takes(800);
        beside.put(option(argv, "--dbname"), SimEngine.Database.of(text));
        return Answer.ok("");
    }

    private Answer psql(List<String> argv, String statement) {
        if (statement.equals("SELECT datname FROM pg_database")) {
            List<String> names = new ArrayList<>(List.of("postgres", own()));
            names.addAll(beside.keySet());
            return Answer.lines(names);
        }
        Matcher renames = RENAMES.matcher(statement);
        if (renames.matches()) {
            SimEngine.Database other = beside.remove(renames.group(3));
            if (other == null) {
                return Answer.fail(
                        1, "ERROR:  database \"" + renames.group(3) + "\" does not exist");
            }
            beside.put(renames.group(2), engine.database(project));
            engine.setDatabase(project, other);
            return Answer.ok("ALTER DATABASE\n");
        }
        if (statement.startsWith("SELECT pg_terminate_backend(")
                || statement.contains(" WITH ALLOW_CONNECTIONS ")) {
            return Answer.ok("");
        }
        throw new UnknownCommandException(argv);
    }

    private String own() {
        String user = in.spec.path("environment").path("POSTGRES_USER").asText("postgres");
        return in.spec.path("environment").path("POSTGRES_DB").asText(user);
    }

    private static String option(List<String> argv, String name) {
        return argv.stream()
                .filter(w -> w.startsWith(name + "="))
                .map(w -> w.substring(name.length() + 1))
                .findFirst()
                .orElseThrow(() -> new UnknownCommandException(argv));
    }
}
