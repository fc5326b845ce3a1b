package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Saves the database with pg_dump's custom format, and reads its table of contents back: before a
 * deploy where the environment wants it, and before every restore.
 */
final class BackupPhase implements Phase<Rollout> {
    private final boolean always;

    /**
     * With when.
     *
     * @param always whether the environment is not asked
     */
    BackupPhase(boolean always) {
        this.always = always;
    }

    /**
     * Why an environment's wish for a backup cannot be met: what is saved is a database in a
     * container of the stack, and a system on several hosts never has one.
     *
     * @return for people, with the fix; empty when it can
     */
    static Optional<String> refusal(EnvironmentConfig environment, Map<Role, List<String>> roles) {
        if (!environment.backup() || !roles.getOrDefault(Role.DATABASE, List.of()).isEmpty()) {
            return Optional.empty();
        }
        int hosts = environment.hosts().size();
        return Optional.of(
                "backup: true saves a database that runs in a container of the stack, and no"
                        + " service of the Compose files is one"
                        + (hosts < 2
                                ? ""
                                : ": the " + hosts + " hosts share one on a server of its own")
                        + ".\n    Save the database where it runs, before the deploy, and set"
                        + " backup: false under environments."
                        + environment.name()
                        + (hosts < 2
                                ? "; or say which service it is: roles: {database: NAME}."
                                : "."));
    }

    @Override
    public String name() {
        return always ? "safety" : "backup";
    }

    @Override
    public String title() {
        return Messages.of(BackupPhase.class, always ? "phase.safety" : "phase.backup");
    }

    @Override
    public boolean idle(Rollout rollout) {
        return !always && (!rollout.environment().backup() || rollout.about().virgin());
    }

    @Override
    public boolean holdsOthers() {
        return true;
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        String id = rollout.about().operation();
        Backup backup =
                Database.of(rollout)
                        .save(
                                rollout.host(),
                                id,
                                rollout.about().previous(),
                                rollout.context().clock().instant().toString());
        return String.format(
                Locale.ROOT,
                "%d items, %.1f MiB in %s",
                backup.items(),
                backup.bytes() / 1048576.0,
                rollout.host().backupFile(id));
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        return "the backup stays: " + rollout.host().backupFile(rollout.about().operation());
    }
}
