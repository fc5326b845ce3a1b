package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Applies the new image's migrations, once, in a container named after the run. Taken back, those
 * that this run applied are run backwards with the new image, which has the files; those that
 * cannot be are left, and that is said.
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
        Map<String, List<String>> wanted = rollout.host().ledger().heads();
        if (rollout.about().virgin() || !rollout.hasTarget()) {
            return "";
        }
        if (wanted.isEmpty()) {
            return "migrations stay as they are: no release before says where they were";
        }
        String web = rollout.services("web").get(0);
        try {
            Map<String, List<String>> now =
                    rollout.tasks()
                            .heads(rollout.compose(), web, rollout.environment().migrateTimeout());
            Map<String, String> steps = ReversePhase.steps(now, wanted);
            if (steps.isEmpty()) {
                rollout.setHeads(now);
                return "the database is where it was";
            }
            rollout.setHeads(now);
            rollout.setHeads(
                    rollout.tasks()
                            .reverse(
                                    rollout.compose(),
                                    web,
                                    steps,
                                    rollout.environment().lockTimeout(),
                                    rollout.environment().migrateTimeout())
                            .after());
            rollout.setMigrationsApplied(List.of());
            return "run backwards to "
                    + String.join(
                            ", ",
                            steps.entrySet().stream()
                                    .map(e -> e.getKey() + "." + e.getValue())
                                    .toList());
        } catch (PhaseException e) {
            // what cannot be reversed is not forced: the older release has served with it meanwhile
            progress.warn(
                    "migrations of this run stay applied, they could not be run backwards: "
                            + e.getMessage());
            return "migrations stay applied";
        }
    }
}
