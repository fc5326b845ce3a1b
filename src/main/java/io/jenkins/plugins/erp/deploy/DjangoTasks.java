package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.config.MigrationsConfig;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.text.Messages;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs release.py in a one-off container that is named after the run: one boot of Django for all
 * that a release needs from it. The script and what is wished travel by standard input.
 */
final class DjangoTasks {
    private static final Duration LOOK_LOCK = Duration.ofSeconds(5);

    /** Asks which migrations are applied. */
    static final Map<String, Object> HEADS =
            Map.of("mode", "heads", "lockMillis", LOOK_LOCK.toMillis());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 20;
    private static final Duration OTHERS_LIMIT = Duration.ofMinutes(10);

    private static final List<String> SHELL =
            List.of("python3", "manage.py", "shell", "-c", Scripts.FROM_STDIN);
    private final DockerHost docker;
    private final String operation;

    DjangoTasks(DockerHost docker, String operation) {
        this.docker = docker;
        this.operation = operation;
    }

    /**
     * What is to be done before a release serves.
     *
     * @param migrate whether migrations are applied
     * @param lock PostgreSQL's lock_timeout
     * @param limit for migrating
     * @param hazards what is done about migrations that break what serves
     * @param collectStatic whether static files are collected
     * @param superuser DJANGO_SUPERUSER_* of the env file, secret; empty: none is made
     */
    record Wish(
            boolean migrate,
            Duration lock,
            Duration limit,
            MigrationsConfig hazards,
            boolean collectStatic,
            Map<String, String> superuser) {

        /** Static files alone. */
        static Wish staticFiles() {
            return new Wish(
                    false, LOOK_LOCK, Duration.ZERO, MigrationsConfig.DEFAULT, true, Map.of());
        }

        Map<String, Object> given() {
            Map<String, Object> given = new LinkedHashMap<>();
            given.put("mode", "release");
            given.put("migrate", migrate);
            given.put("lockMillis", lock.toMillis());
            given.put("policy", hazards.policy().word());
            given.put("allow", hazards.allow());
            given.put("static", collectStatic);
            given.put("superuser", superuser);
            return given;
        }

        /** Without the superuser's values. */
        @Override
        public String toString() {
            return "migrate " + migrate + ", static files " + collectStatic;
        }
    }

    /**
     * What the script told and how it ended.
     *
     * @param told its lines
     * @param result of the container
     */
    record Ran(TasksTold told, CommandResult result) {}

    /**
     * What migrating back came to.
     *
     * @param before heads by app
     * @param after heads by app
     */
    record Moved(Map<String, List<String>> before, Map<String, List<String>> after) {}

    /** Name of the one-off container of this run. */
    String name() {
        return docker.project() + "-tasks-" + operation.toLowerCase(Locale.ROOT);
    }

    /** Does what is wished; a part that failed is in the answer, see {@link #check}. */
    Ran release(ComposeCommands compose, String service, Wish wish)
            throws ShellException, InterruptedException {
        return run(compose, service, wish.given(), wish.limit().plus(OTHERS_LIMIT));
    }

    /** What migrating would do; changes nothing. */
    TasksTold look(ComposeCommands compose, String service)
            throws PhaseException, ShellException, InterruptedException {
        Ran ran =
                run(
                        compose,
                        service,
                        Map.of("mode", "look", "lockMillis", LOOK_LOCK.toMillis()),
                        OTHERS_LIMIT);
        check(ran, LOOK_LOCK);
        return ran.told();
    }

    /** Which migrations are applied. */
    Map<String, List<String>> heads(ComposeCommands compose, String service, Duration limit)
            throws PhaseException, ShellException, InterruptedException {
        Ran ran = run(compose, service, HEADS, limit);
        check(ran, LOOK_LOCK);
        return ran.told().before().orElseThrow(() -> silent(service, ran.result()));
    }

    /** Runs apps backwards to a migration each, or to "zero". */
    Moved reverse(
            ComposeCommands compose,
            String service,
            Map<String, String> to,
            Duration lock,
            Duration limit)
            throws PhaseException, ShellException, InterruptedException {
        Ran ran = backward(compose, service, to, lock, limit);
        check(ran, lock);
        return new Moved(
                ran.told().before().orElseThrow(() -> silent(service, ran.result())),
                ran.told().after().orElseThrow(() -> silent(service, ran.result())));
    }

    /** As {@link #reverse}; whether it failed is in the answer, see {@link #check}. */
    Ran backward(
            ComposeCommands compose,
            String service,
            Map<String, String> to,
            Duration lock,
            Duration limit)
            throws ShellException, InterruptedException {
        return run(
                compose,
                service,
                Map.of("mode", "backward", "to", to, "lockMillis", lock.toMillis()),
                limit);
    }

    /** Collects static files. */
    TasksTold collectStatic(ComposeCommands compose, String service)
            throws PhaseException, ShellException, InterruptedException {
        Ran ran = release(compose, service, Wish.staticFiles());
        check(ran, LOOK_LOCK);
        return ran.told();
    }

    /** Removes what a run that died may have left behind. */
    void clean() throws ShellException, InterruptedException {
        docker.remove(List.of(name()));
    }

    private Ran run(
            ComposeCommands compose, String service, Map<String, Object> given, Duration limit)
            throws ShellException, InterruptedException {
        CommandResult result = docker.run(command(compose, name(), service, given, limit));
        return new Ran(TasksTold.parse(result.stdout()), result);
    }

    static Command command(
            ComposeCommands compose,
            String name,
            String service,
            Map<String, Object> given,
            Duration limit) {
        return compose.run(name, service, SHELL).withStdin(input(given)).withTimeout(limit);
    }

    /** The same in a container that runs already, for one that this run has not made. */
    static Command exec(String container, Map<String, Object> given, Duration limit) {
        return DockerCommands.execWithInput(container, input(given), SHELL).withTimeout(limit);
    }

    private static String input(Map<String, Object> given) {
        Map<String, Object> all = new LinkedHashMap<>(given);
        all.put("script", Scripts.RELEASE);
        return json(all);
    }

    /**
     * Passes only when every part did what it was there for.
     *
     * @throws PhaseException naming the part that failed, with its last lines
     */
    static void check(Ran ran, Duration lock) throws PhaseException {
        CommandResult result = ran.result();
        if (result.ok() && ran.told().failed().isEmpty()) {
            return;
        }
        String part =
                Messages.of(DjangoTasks.class, "tasks." + ran.told().failed().orElse("container"));
        String locked =
                ran.told().locked()
                        ? "\nA table was locked by somebody else for longer than lockTimeout ("
                                + lock.toSeconds()
                                + " s). Try again when it is quieter, or raise lockTimeout."
                        : "";
        throw new PhaseException(
                part
                        + " ended with exit code "
                        + result.exitCode()
                        + ":\n    | "
                        + String.join("\n    | ", lines(result))
                        + locked);
    }

    /* Its own lines for machines are left out. */
    private static List<String> lines(CommandResult result) {
        return DockerHost.last(
                result.tail().stream()
                        .filter(l -> !l.startsWith("erp-release ") && !l.isBlank())
                        .toList(),
                SHOWN);
    }

    /** For a container that ended well without having told what it should. */
    static PhaseException silent(String service, CommandResult result) {
        return new PhaseException(
                "manage.py shell in "
                        + service
                        + " ended well but did not say what it did:\n    | "
                        + String.join("\n    | ", lines(result)));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts could not be written as JSON", e);
        }
    }
}
