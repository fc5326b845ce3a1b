package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs manage.py in one-off containers that are named after the run. */
final class DjangoTasks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 20;

    private final DockerHost docker;
    private final String operation;

    DjangoTasks(DockerHost docker, String operation) {
        this.docker = docker;
        this.operation = operation;
    }

    /**
     * What migrating found and did.
     *
     * @param before heads by app
     * @param applied names in the order they ran, {@code app.name}
     * @param after heads by app
     */
    record Migrated(
            Map<String, List<String>> before,
            List<String> applied,
            Map<String, List<String>> after) {}

    /** Name of a one-off container of this run. */
    String name(String task) {
        return docker.project() + "-" + task + "-" + operation.toLowerCase(java.util.Locale.ROOT);
    }

    /** Applies all migrations of a release's image. */
    Migrated migrate(ComposeCommands compose, String service, Duration lock, Duration limit)
            throws PhaseException, ShellException, InterruptedException {
        return run(compose, service, Map.of("mode", "forward"), lock, limit, "migrate");
    }

    /** Which migrations are applied. */
    Map<String, List<String>> heads(ComposeCommands compose, String service, Duration limit)
            throws PhaseException, ShellException, InterruptedException {
        return run(compose, service, Map.of("mode", "heads"), Duration.ofSeconds(5), limit, "heads")
                .before();
    }

    /** Runs apps backwards to a migration each, or to "zero". */
    Migrated reverse(
            ComposeCommands compose,
            String service,
            Map<String, String> to,
            Duration lock,
            Duration limit)
            throws PhaseException, ShellException, InterruptedException {
        return run(compose, service, Map.of("mode", "backward", "to", to), lock, limit, "reverse");
    }

    /** Removes what a run that died may have left behind. */
    void clean() throws ShellException, InterruptedException {
        docker.remove(
                List.of(
                        name("migrate"),
                        name("heads"),
                        name("reverse"),
                        name("static"),
                        name("superuser")));
    }

    /** Collects static files. */
    String collectStatic(ComposeCommands compose, String service)
            throws PhaseException, ShellException, InterruptedException {
        CommandResult result =
                docker.run(
                        oneOff(
                                compose,
                                name("static"),
                                service,
                                Map.of(),
                                List.of("python3", "manage.py", "collectstatic", "--noinput")));
        if (!result.ok()) {
            throw failed("collectstatic", result);
        }
        return result.stdout()
                .lines()
                .filter(l -> l.contains("static file"))
                .reduce((a, b) -> b)
                .map(l -> l.trim().replaceFirst("\\.$", ""))
                .orElse("");
    }

    /**
     * Makes the superuser unless it exists.
     *
     * @param values DJANGO_SUPERUSER_* of the env file, secret
     */
    boolean superuser(ComposeCommands compose, String service, Map<String, String> values)
            throws PhaseException, ShellException, InterruptedException {
        CommandResult result =
                docker.run(
                        oneOff(
                                        compose,
                                        name("superuser"),
                                        service,
                                        Map.of(),
                                        List.of(
                                                "python3",
                                                "manage.py",
                                                "shell",
                                                "-c",
                                                Scripts.SUPERUSER))
                                .withStdin(json(values)));
        if (!result.ok()) {
            throw failed("making the superuser", result);
        }
        return result.stdout().contains("erp-superuser made");
    }

    private Migrated run(
            ComposeCommands compose,
            String service,
            Map<String, Object> wish,
            Duration lock,
            Duration limit,
            String task)
            throws PhaseException, ShellException, InterruptedException {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PGOPTIONS", "-c lock_timeout=" + lock.toMillis());
        variables.put("ERP_MIGRATE", json(wish));
        CommandResult result =
                docker.run(
                        oneOff(
                                        compose,
                                        name(task),
                                        service,
                                        variables,
                                        List.of(
                                                "python3",
                                                "manage.py",
                                                "shell",
                                                "-c",
                                                Scripts.MIGRATE))
                                .withTimeout(limit));
        if (!result.ok()) {
            PhaseException failure = failed("migrate", result);
            String said = String.join("\n", result.tail());
            if (said.contains("LockNotAvailable") || said.contains("lock timeout")) {
                throw new PhaseException(
                        failure.getMessage()
                                + "\nA table was locked by somebody else for longer than lockTimeout ("
                                + lock.toSeconds()
                                + " s). Try again when it is quieter, or raise lockTimeout.");
            }
            throw failure;
        }
        return parse(result.stdout())
                .orElseThrow(
                        () ->
                                new PhaseException(
                                        "manage.py shell in "
                                                + service
                                                + " ended well but did not say which migrations"
                                                + " are applied:\n    | "
                                                + String.join("\n    | ", result.tail())));
    }

    static Optional<Migrated> parse(String stdout) {
        Optional<Map<String, List<String>>> before = heads(stdout, "erp-heads-before ");
        Optional<Map<String, List<String>>> after = heads(stdout, "erp-heads-after ");
        List<String> plan = new ArrayList<>();
        line(stdout, "erp-plan ")
                .ifPresent(
                        text -> {
                            try {
                                plan.addAll(
                                        JSON.readValue(text, new TypeReference<List<String>>() {}));
                            } catch (JsonProcessingException e) {
                                plan.clear();
                            }
                        });
        return before.isPresent() && after.isPresent()
                ? Optional.of(new Migrated(before.get(), List.copyOf(plan), after.get()))
                : Optional.empty();
    }

    private static Optional<Map<String, List<String>>> heads(String stdout, String word) {
        return line(stdout, word)
                .map(
                        text -> {
                            try {
                                return JSON.readValue(
                                        text, new TypeReference<Map<String, List<String>>>() {});
                            } catch (JsonProcessingException e) {
                                return null;
                            }
                        });
    }

    private static Optional<String> line(String stdout, String word) {
        return stdout.lines()
                .filter(l -> l.startsWith(word))
                .map(l -> l.substring(word.length()))
                .findFirst();
    }

    /** {@code docker compose run} with variables; their values are seen in the process list. */
    static Command oneOff(
            ComposeCommands compose,
            String name,
            String service,
            Map<String, String> variables,
            List<String> argv) {
        List<String> words =
                new ArrayList<>(List.of("run", "--rm", "--no-deps", "--no-TTY", "--name", name));
        variables.forEach((k, v) -> words.addAll(List.of("--env", k + "=" + v)));
        words.add(service);
        words.addAll(argv);
        return compose.compose(words.toArray(new String[0]));
    }

    private static PhaseException failed(String what, CommandResult result) {
        return new PhaseException(
                what
                        + " ended with exit code "
                        + result.exitCode()
                        + ":\n    | "
                        + String.join("\n    | ", DockerHost.last(result.tail(), SHOWN)));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts could not be written as JSON", e);
        }
    }
}
