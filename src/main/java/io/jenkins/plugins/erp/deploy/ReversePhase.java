package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.MigrationsConfig;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs migrations backwards for a rollback, with the newer image, which has the files. It comes
 * after the older code has taken over: that code mostly lives with columns that are too many, while
 * the newer code does not live without the ones it knows.
 */
final class ReversePhase implements Phase<Rollout> {

    @Override
    public String name() {
        return "reverse";
    }

    @Override
    public String title() {
        return Messages.of(ReversePhase.class, "phase.reverse");
    }

    @Override
    public boolean idle(Rollout rollout) {
        return rollout.about().migrations() != MigrationPolicy.REVERSE;
    }

    @Override
    public boolean skip(Rollout rollout) throws PhaseException, IOException, InterruptedException {
        return steps(rollout).isEmpty();
    }

    private static Map<String, String> steps(Rollout rollout)
            throws PhaseException, IOException, InterruptedException {
        return steps(rollout.host().ledger().heads(), rollout.target().migrationHeads());
    }

    /** App to the migration to go back to, or to "zero". */
    static Map<String, String> steps(
            Map<String, List<String>> now, Map<String, List<String>> wanted) {
        Map<String, String> to = new LinkedHashMap<>();
        now.forEach(
                (app, heads) -> {
                    List<String> goal = wanted.getOrDefault(app, List.of());
                    if (!goal.equals(heads)) {
                        to.put(app, goal.isEmpty() ? "zero" : goal.get(0));
                    }
                });
        return to;
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        ComposeCommands newer = newer(rollout);
        DjangoTasks.Moved migrated =
                rollout.tasks()
                        .reverse(
                                newer,
                                rollout.services("web").get(0),
                                steps(rollout),
                                rollout.environment().lockTimeout(),
                                rollout.environment().migrateTimeout());
        rollout.setHeads(migrated.after());
        return "now at "
                + String.join(
                        ", ",
                        migrated.after().entrySet().stream()
                                .filter(
                                        e ->
                                                steps(migrated.before(), migrated.after())
                                                        .containsKey(e.getKey()))
                                .map(e -> e.getKey() + "." + String.join("+", e.getValue()))
                                .toList());
    }

    private static ComposeCommands newer(Rollout rollout)
            throws PhaseException, IOException, InterruptedException {
        return rollout.previousCompose()
                .orElseThrow(
                        () ->
                                new PhaseException(
                                        "the current release's directory is gone, and only its"
                                                + " image can run its migrations backwards"));
    }

    /* The newer code must not take over again while the database is not what it was written for. */
    @Override
    public boolean holdsOthers() {
        return true;
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        rollout.tasks().clean();
        EnvironmentConfig environment = rollout.environment();
        DjangoTasks.Ran ran =
                rollout.tasks()
                        .release(
                                newer(rollout),
                                rollout.services("web").get(0),
                                new DjangoTasks.Wish(
                                        true,
                                        environment.lockTimeout(),
                                        environment.migrateTimeout(),
                                        MigrationsConfig.DEFAULT,
                                        false,
                                        Map.of()));
        ran.told().after().ifPresent(rollout::setHeads);
        DjangoTasks.check(ran, environment.lockTimeout());
        return ran.told().plan().isEmpty()
                ? ""
                : "applied again: " + String.join(", ", ran.told().plan());
    }
}
