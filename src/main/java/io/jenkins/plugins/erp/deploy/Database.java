package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The system's PostgreSQL in its container. A backup is loaded into a new database beside the one
 * that is used, and takes its place by name once it is whole: until then nothing is lost, and the
 * old one is kept until the run is over. ({@code pg_restore --clean} into the database itself would
 * meet tables that newer migrations have added and that hold on to those it wants to drop.)
 *
 * @param docker engine
 * @param container id
 * @param user owner, as POSTGRES_USER names it
 * @param name of the database
 */
record Database(DockerHost docker, String container, String user, String name) {
    private static final Duration LIMIT = Duration.ofHours(1);
    // room for what is added to it within PostgreSQL's 63 characters
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,37}");

    /** The running one of a run's target. */
    static Database of(Rollout rollout) throws PhaseException, IOException, InterruptedException {
        for (String service : rollout.services("database")) {
            Optional<ContainerState> running =
                    rollout.docker().containers(Optional.of(service)).stream()
                            .filter(ContainerState::running)
                            .findFirst();
            if (running.isPresent()) {
                Map<String, String> variables =
                        rollout.model().services().get(service).environment();
                String user = variables.getOrDefault("POSTGRES_USER", "postgres");
                return new Database(
                        rollout.docker(),
                        running.get().id(),
                        user,
                        variables.getOrDefault("POSTGRES_DB", user));
            }
        }
        throw new PhaseException(
                "no database container runs here. If the database is elsewhere, save and restore it"
                        + " there, and set backup: false");
    }

    /** Saves it into a file on the host, reads the file's contents back, and records it. */
    Backup save(HostState host, String id, String release, String now)
            throws PhaseException, IOException, InterruptedException {
        String inside = inside(id);
        try {
            check(
                    docker.run(
                            exec(
                                    "pg_dump",
                                    "--username=" + user,
                                    "--dbname=" + name,
                                    "--format=custom",
                                    "--file=" + inside)),
                    "pg_dump");
            CommandResult contents = docker.quiet(exec("pg_restore", "--list", inside));
            check(contents, "pg_restore --list");
            String file = host.backupFile(id);
            docker.must(DockerCommands.copyFrom(container, inside, file));
            Backup backup =
                    new Backup(
                            id,
                            release,
                            now,
                            name,
                            size(file),
                            sha256(file),
                            contents.stdout()
                                    .lines()
                                    .filter(l -> !l.isBlank() && !l.startsWith(";"))
                                    .count());
            backup.write(host);
            return backup;
        } finally {
            docker.run(exec("rm", "-f", inside));
        }
    }

    /**
     * Loads a backup into a new database.
     *
     * @param operation of the run
     */
    void load(HostState host, Backup backup, String operation)
            throws PhaseException, IOException, InterruptedException {
        String file = host.backupFile(backup.id());
        if (!sha256(file).equals(backup.sha256())) {
            throw new PhaseException(
                    file
                            + " is not what was saved: its SHA-256 differs from the one recorded"
                            + " beside it");
        }
        String inside = inside(operation);
        try {
            docker.must(DockerCommands.copyTo(file, container, inside));
            drop(fresh(operation));
            check(
                    docker.run(
                            exec(
                                    "createdb",
                                    "--username=" + user,
                                    "--template=template0",
                                    fresh(operation))),
                    "createdb");
            check(
                    docker.run(
                            exec(
                                    "pg_restore",
                                    "--username=" + user,
                                    "--dbname=" + fresh(operation),
                                    "--exit-on-error",
                                    "--single-transaction",
                                    inside)),
                    "pg_restore");
        } finally {
            docker.run(exec("rm", "-f", inside));
        }
    }

    /** Gives the loaded database the name of the one that is used, which gets another. */
    void exchange(String operation) throws PhaseException, IOException, InterruptedException {
        if (!names().contains(before(operation))) {
            away(name);
            rename(name, before(operation), fresh(operation), name);
        }
        // it may have been in use and gone back from before
        open(name);
    }

    /** Gives the database that was used before its name back, if it has another. */
    boolean exchangeBack(String operation)
            throws PhaseException, IOException, InterruptedException {
        List<String> names = names();
        if (!names.contains(before(operation))) {
            if (names.contains(name)) {
                open(name);
            }
            return false;
        }
        away(name);
        rename(name, fresh(operation), before(operation), name);
        open(name);
        return true;
    }

    /** Removes what was loaded and not used. */
    void dropFresh(String operation) throws PhaseException, IOException, InterruptedException {
        drop(fresh(operation));
    }

    /** Removes the database that was used before. */
    void dropBefore(String operation) throws PhaseException, IOException, InterruptedException {
        drop(before(operation));
    }

    private void drop(String database) throws PhaseException, IOException, InterruptedException {
        check(
                docker.run(
                        exec("dropdb", "--username=" + user, "--if-exists", "--force", database)),
                "dropdb");
    }

    /* Nobody may come back between being sent away and the new name. */
    private void away(String database) throws PhaseException, IOException, InterruptedException {
        sql("ALTER DATABASE " + quoted(database) + " WITH ALLOW_CONNECTIONS false");
        sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                        + database
                        + "'");
    }

    private void open(String database) throws PhaseException, IOException, InterruptedException {
        sql("ALTER DATABASE " + quoted(database) + " WITH ALLOW_CONNECTIONS true");
    }

    /* Several statements in one command are one transaction: both names change, or none. */
    private void rename(String a, String b, String c, String d)
            throws PhaseException, IOException, InterruptedException {
        sql(
                "ALTER DATABASE "
                        + quoted(a)
                        + " RENAME TO "
                        + quoted(b)
                        + "; ALTER DATABASE "
                        + quoted(c)
                        + " RENAME TO "
                        + quoted(d));
    }

    private List<String> names() throws PhaseException, IOException, InterruptedException {
        return sql("SELECT datname FROM pg_database").stdout().lines().map(String::trim).toList();
    }

    private CommandResult sql(String statement)
            throws PhaseException, IOException, InterruptedException {
        CommandResult result = docker.run(psql(container, user, name, statement));
        check(result, "psql");
        return result;
    }

    /** Talks to a database beside the one it is about. */
    static Command psql(String container, String user, String about, String statement) {
        return DockerCommands.exec(
                        container,
                        "psql",
                        "--username=" + user,
                        "--dbname=" + (about.equals("postgres") ? "template1" : "postgres"),
                        "--no-psqlrc",
                        "--no-align",
                        "--tuples-only",
                        "--set=ON_ERROR_STOP=1",
                        "--command=" + statement)
                .withTimeout(Duration.ofMinutes(2));
    }

    private String fresh(String operation) {
        return quotable(name) + "_new_" + stamp(operation);
    }

    private String before(String operation) {
        return quotable(name) + "_old_" + stamp(operation);
    }

    /* The time alone: one run at a time has the lease. */
    private static String stamp(String operation) {
        return Release.checkId(operation).substring(0, 16).toLowerCase(Locale.ROOT);
    }

    private static String quoted(String database) {
        return "\"" + database + "\"";
    }

    private static String quotable(String database) {
        if (!NAME.matcher(database).matches()) {
            throw new IllegalArgumentException(
                    "the database's name \""
                            + database
                            + "\" is not made of letters, digits, _ and - alone, or is too long: restore"
                            + " it by hand with pg_restore");
        }
        return database;
    }

    private static String inside(String id) {
        return "/tmp/erp-" + Release.checkId(id) + ".dump";
    }

    private Command exec(String... argv) {
        return DockerCommands.exec(container, argv).withTimeout(LIMIT);
    }

    private long size(String file) throws IOException, InterruptedException {
        return Long.parseLong(first(Command.of("stat", "--format=%s", file)));
    }

    private String sha256(String file) throws IOException, InterruptedException {
        return first(Command.of("sha256sum", file));
    }

    private String first(Command command) throws ShellException, InterruptedException {
        String text = docker.shell().run(command.withTimeout(LIMIT)).orThrow().stdout().trim();
        return new ArrayList<>(List.of(text.split("\\s+"))).get(0);
    }

    private static void check(CommandResult result, String what) throws PhaseException {
        if (!result.ok()) {
            throw new PhaseException(
                    what
                            + " ended with exit code "
                            + result.exitCode()
                            + ":\n    | "
                            + String.join("\n    | ", DockerHost.last(result.tail(), 10)));
        }
    }
}
