package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Saves the database with pg_dump's custom format, and reads its table of contents back. */
final class BackupPhase implements Phase<Rollout> {
    private static final Duration LIMIT = Duration.ofHours(1);

    @Override
    public String name() {
        return "backup";
    }

    @Override
    public String title() {
        return Messages.of(BackupPhase.class, "phase.backup");
    }

    @Override
    public boolean skip(Rollout rollout) throws PhaseException, IOException, InterruptedException {
        return !rollout.environment().backup() || rollout.about().virgin();
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Optional<ContainerState> database = Optional.empty();
        String service = "";
        for (String one : rollout.services("database")) {
            service = one;
            database =
                    rollout.docker().containers(Optional.of(one)).stream()
                            .filter(ContainerState::running)
                            .findFirst();
        }
        if (database.isEmpty()) {
            throw new PhaseException(
                    "backup: true, and no database container runs here to save. If the database is"
                            + " elsewhere, save it there and set backup: false");
        }
        String container = database.get().id();
        Map<String, String> variables = rollout.model().services().get(service).environment();
        String user = variables.getOrDefault("POSTGRES_USER", "postgres");
        String name = variables.getOrDefault("POSTGRES_DB", user);
        String inside = "/tmp/erp-" + rollout.about().operation() + ".dump";
        DockerHost docker = rollout.docker();
        try {
            check(
                    docker.run(
                            DockerCommands.exec(
                                            container,
                                            "pg_dump",
                                            "--username=" + user,
                                            "--dbname=" + name,
                                            "--format=custom",
                                            "--file=" + inside)
                                    .withTimeout(LIMIT)),
                    "pg_dump");
            CommandResult contents =
                    docker.quiet(DockerCommands.exec(container, "pg_restore", "--list", inside));
            check(contents, "pg_restore --list");
            String file = rollout.host().backupFile(rollout.about().release());
            docker.must(DockerCommands.copyFrom(container, inside, file));
            long items =
                    contents.stdout()
                            .lines()
                            .filter(l -> !l.isBlank() && !l.startsWith(";"))
                            .count();
            return items + " items in " + file;
        } finally {
            docker.run(DockerCommands.exec(container, "rm", "-f", inside));
        }
    }

    private static void check(CommandResult result, String what) throws PhaseException {
        if (!result.ok()) {
            throw new PhaseException(
                    what
                            + " ended with exit code "
                            + result.exitCode()
                            + "; nothing that serves was touched:\n    | "
                            + String.join("\n    | ", DockerHost.last(result.tail(), 10)));
        }
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        return "the backup stays: " + rollout.host().backupFile(rollout.about().release());
    }

    /** Backups that go, when so many are kept. */
    static List<String> toPrune(List<String> names, int keep) {
        List<String> dumps =
                names.stream()
                        .filter(n -> n.endsWith(".dump"))
                        .sorted((a, b) -> b.compareTo(a))
                        .toList();
        return dumps.size() <= keep ? List.of() : dumps.subList(keep, dumps.size());
    }
}
