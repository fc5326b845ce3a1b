package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.Locale;

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

    @Override
    public String name() {
        return always ? "safety" : "backup";
    }

    @Override
    public String title() {
        return Messages.of(BackupPhase.class, always ? "phase.safety" : "phase.backup");
    }

    @Override
    public boolean skip(Rollout rollout) throws PhaseException, IOException, InterruptedException {
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
