package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.MigrationsConfig;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the new image's Django does before it serves, once, in one container named after the run:
 * migrations, static files, superuser. Taken back, migrations that this run applied are run
 * backwards with the new image, which has the files; those that cannot be are left, and that is
 * said. Static files of the release before are put back where this run may have written over them.
 */
final class MigratePhase implements Phase<Rollout> {
    private static final String PREFIX = "DJANGO_SUPERUSER_";

    @Override
    public String name() {
        return "migrate";
    }

    @Override
    public String title() {
        return Messages.of(MigratePhase.class, "phase.migrate");
    }

    @Override
    public boolean skip(Rollout rollout) throws PhaseException, IOException, InterruptedException {
        EnvironmentConfig environment = rollout.environment();
        return !environment.migrate()
                && !environment.collectstatic()
                && superuser(rollout).isEmpty();
    }

    private static Map<String, String> superuser(Rollout rollout)
            throws PhaseException, IOException, InterruptedException {
        Map<String, String> values = new TreeMap<>();
        if (rollout.environment().superuser()) {
            rollout.env()
                    .values()
                    .forEach(
                            (k, v) -> {
                                if (k.startsWith(PREFIX) && !v.isBlank()) {
                                    values.put(k, v);
                                }
                            });
        }
        return values.containsKey(PREFIX + "PASSWORD") ? values : Map.of();
    }

    @Override
    public boolean holdsOthers() {
        return true;
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        EnvironmentConfig environment = rollout.environment();
        String web = rollout.services("web").get(0);
        if (environment.migrate()
                && environment.migrations().policy() == MigrationsConfig.Policy.MAINTENANCE) {
            beforeMaintenance(rollout, web, progress);
        }
        DjangoTasks.Wish wish =
                new DjangoTasks.Wish(
                        environment.migrate(),
                        environment.lockTimeout(),
                        environment.migrateTimeout(),
                        environment.migrations(),
                        environment.collectstatic(),
                        superuser(rollout));
        CollectedFiles files = new CollectedFiles(rollout.host());
        List<String> before = wish.collectStatic() ? files.begin() : List.of();
        DjangoTasks.Ran ran = rollout.tasks().release(rollout.compose(), web, wish);
        TasksTold told = ran.told();
        if (wish.collectStatic()) {
            files.end(before, rollout.about().release(), told);
        }
        remember(rollout, told);
        if (told.refused()) {
            throw refusal(told.hazards(), environment.migrations());
        }
        if (environment.migrations().policy() != MigrationsConfig.Policy.MAINTENANCE) {
            warn(told.hazards(), progress);
        }
        DjangoTasks.check(ran, environment.lockTimeout());
        if (environment.migrate()) {
            Map<String, List<String>> after =
                    told.after().orElseThrow(() -> DjangoTasks.silent(web, ran.result()));
            Release release = rollout.target().withMigrationHeads(after);
            rollout.host().writeRelease(release);
            rollout.setTarget(release, rollout.model());
            rollout.setMigrationsApplied(told.plan());
            rollout.setHeads(after);
        }
        return said(told);
    }

    private static void beforeMaintenance(Rollout rollout, String web, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        MigrationsConfig config = rollout.environment().migrations();
        if (rollout.page().needed()) {
            // an earlier process got here; what it applied is no longer among the pending
            behindPage(rollout, progress);
            return;
        }
        List<Hazard> hazards = rollout.tasks().look(rollout.compose(), web).hazards();
        warn(hazards, progress);
        List<Hazard> stopping = Hazard.stopping(hazards, config.allow());
        if (stopping.isEmpty()) {
            return;
        }
        Optional<String> obstacle = rollout.page().obstacle();
        if (obstacle.isPresent()) {
            throw PhaseException.refused(
                    "migrations: {policy: maintenance} asks for a maintenance page, and none can"
                            + " be shown: "
                            + obstacle.get()
                            + ". These migrations break the release that serves:"
                            + Hazard.list(stopping)
                            + "\nNothing was changed.");
        }
        rollout.page().need();
        behindPage(rollout, progress);
    }

    /* Nothing of the release that serves works on the database meanwhile. */
    private static void behindPage(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        rollout.page().on(rollout.services("web"), progress);
        RestorePhases.stop(rollout, List.of("beat", "worker"));
    }

    private static void warn(List<Hazard> hazards, Progress progress) {
        if (!hazards.isEmpty()) {
            progress.warn(Messages.of(MigratePhase.class, "hazards.found") + Hazard.list(hazards));
        }
    }

    private static PhaseException refusal(List<Hazard> hazards, MigrationsConfig config) {
        return PhaseException.refused(
                Messages.of(MigratePhase.class, "hazards.refused")
                        + Hazard.list(Hazard.stopping(hazards, config.allow()))
                        + "\n"
                        + Messages.of(MigratePhase.class, "hazards.allow"));
    }

    static String said(TasksTold told) {
        List<String> said = new ArrayList<>();
        if (told.ok(TasksTold.MIGRATE)) {
            said.add(
                    (told.plan().isEmpty()
                                    ? "no migration to apply"
                                    : "applied " + String.join(", ", told.plan()))
                            + took(told, TasksTold.MIGRATE));
        }
        if (told.ok(TasksTold.STATIC)) {
            said.add(
                    (told.collected().isEmpty() ? "static files" : told.collected())
                            + took(told, TasksTold.STATIC));
        }
        if (told.ok(TasksTold.SUPERUSER)) {
            said.add(
                    (told.superuserMade() ? "superuser made" : "superuser exists")
                            + took(told, TasksTold.SUPERUSER));
        }
        return String.join("; ", said);
    }

    private static String took(TasksTold told, String part) {
        return String.format(Locale.ROOT, " (%.2f s)", told.seconds(part));
    }

    private static String notBegun(Rollout rollout) {
        return rollout.host().workDirectory(rollout.about().operation()) + "/tasks-not-begun";
    }

    /* So that taking back, which knows the host only, does not put right what was never touched. */
    private static void remember(Rollout rollout, TasksTold told)
            throws IOException, InterruptedException {
        List<String> words =
                Stream.of(TasksTold.MIGRATE, TasksTold.STATIC).filter(told::notBegun).toList();
        if (!words.isEmpty()) {
            rollout.host().files().write(notBegun(rollout), String.join("\n", words) + "\n");
        }
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        rollout.tasks().clean();
        if (rollout.about().virgin() || !rollout.hasTarget()) {
            return "";
        }
        List<String> untouched =
                rollout.host().files().read(notBegun(rollout)).orElse("").lines().toList();
        List<String> said = new ArrayList<>();
        if (rollout.environment().migrate() && !untouched.contains(TasksTold.MIGRATE)) {
            said.add(migrateBack(rollout, progress));
        }
        if (rollout.environment().collectstatic() && !untouched.contains(TasksTold.STATIC)) {
            said.add(CollectedFiles.putBack(rollout));
        }
        if (rollout.page().needed()) {
            said.add(RestorePhases.wake(rollout, progress));
            rollout.page().forget();
        } else {
            rollout.maintenanceOver(progress);
        }
        return String.join("; ", said.stream().filter(s -> !s.isEmpty()).toList());
    }

    private static String migrateBack(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Map<String, List<String>> wanted =
                rollout.host().ledger().headsBefore(rollout.about().operation());
        if (wanted.isEmpty()) {
            return "migrations stay as they are: no release before says where they were";
        }
        String web = rollout.services("web").get(0);
        EnvironmentConfig environment = rollout.environment();
        Map<String, List<String>> now = heads(rollout, web);
        Map<String, String> steps = ReversePhase.steps(now, wanted);
        rollout.setHeads(now);
        if (steps.isEmpty()) {
            return "the database is where it was";
        }
        DjangoTasks.Ran ran =
                rollout.tasks()
                        .backward(
                                rollout.compose(),
                                web,
                                steps,
                                environment.lockTimeout(),
                                environment.migrateTimeout());
        ran.told().after().ifPresent(rollout::setHeads);
        try {
            DjangoTasks.check(ran, environment.lockTimeout());
        } catch (PhaseException e) {
            if (ran.told().after().isEmpty()) {
                // the database did not answer any more: that is no reason to leave it as it is
                throw e;
            }
            // what cannot be reversed is not forced: the older release has served with it meanwhile
            progress.warn(
                    "migrations of this run stay applied, they could not be run backwards: "
                            + e.getMessage());
            return "migrations stay applied";
        }
        rollout.setMigrationsApplied(List.of());
        return "run backwards to "
                + String.join(
                        ", ",
                        steps.entrySet().stream()
                                .map(e -> e.getKey() + "." + e.getValue())
                                .toList());
    }

    /* An image that does not even boot cannot say which are applied; the release before can. */
    private static Map<String, List<String>> heads(Rollout rollout, String web)
            throws PhaseException, IOException, InterruptedException {
        Duration limit = rollout.environment().migrateTimeout();
        try {
            return rollout.tasks().heads(rollout.compose(), web, limit);
        } catch (PhaseException e) {
            Optional<ComposeCommands> previous = rollout.previousCompose();
            if (previous.isEmpty()) {
                throw e;
            }
            return rollout.tasks().heads(previous.get(), web, limit);
        }
    }
}
