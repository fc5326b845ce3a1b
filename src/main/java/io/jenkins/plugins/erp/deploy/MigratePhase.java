package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;

/**
 * Applies the new image's migrations, once, in a container named after the run. Taken back, they
 * stay: the previous release goes on with a newer schema, which is what it did while they were
 * applied.
 */
final class MigratePhase implements Phase<Rollout> {

    @Override
    public String name() {
        return "migrate";
    }

    @Override
    public String title() {
        return Messages.of(MigratePhase.class, "phase.migrate");
    }

    @Override
    public boolean skip(Rollout rollout) {
        return !rollout.environment().migrate();
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        DjangoTasks.Migrated migrated =
                rollout.tasks()
                        .migrate(
                                rollout.compose(),
                                rollout.services("web").get(0),
                                rollout.environment().lockTimeout(),
                                rollout.environment().migrateTimeout());
        Release release = rollout.target().withMigrationHeads(migrated.after());
        rollout.host().writeRelease(release);
        rollout.setTarget(release, rollout.model());
        rollout.setMigrationsApplied(migrated.applied());
        rollout.setHeads(migrated.after());
        return migrated.applied().isEmpty()
                ? "none to apply"
                : "applied " + String.join(", ", migrated.applied());
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        rollout.tasks().clean();
        if (rollout.about().virgin()) {
            return "";
        }
        return rollout.migrationsApplied().isEmpty()
                ? "the database is left as it is: PostgreSQL took back a migration that failed"
                : "migrations stay applied: " + String.join(", ", rollout.migrationsApplied());
    }
}
