package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.MigrationsConfig;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The phases that put a saved database in place of the one that is used. */
final class RestorePhases {

    private RestorePhases() {}

    private abstract static class Step implements Phase<Rollout> {
        private final String name;

        Step(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String title() {
            return Messages.of(RestorePhases.class, "phase." + name);
        }
    }

    /** Loads the backup into a database beside the one that is used, while that one serves. */
    static final class Load extends Step {
        Load() {
            super("load");
        }

        @Override
        public String apply(Rollout rollout, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            String id = rollout.about().backup();
            Backup backup =
                    Backup.read(rollout.host(), id)
                            .orElseThrow(
                                    () ->
                                            new PhaseException(
                                                    "there is no backup " + id + " any more"));
            Database.of(rollout).load(rollout.host(), backup, rollout.about().operation());
            return "as it was at " + backup.created();
        }

        @Override
        public String revert(Rollout rollout, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            if (rollout.hasTarget()) {
                Database.of(rollout).dropFresh(rollout.about().operation());
            }
            return "";
        }
    }

    /**
     * Stops what writes: web, workers and beat, behind the maintenance page where there is one.
     * From here to the start that follows, nothing answers.
     */
    static final class Quiet extends Step {
        Quiet() {
            super("quiet");
        }

        @Override
        public String apply(Rollout rollout, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            if (rollout.maintenance().isPresent()) {
                rollout.maintenance().get().on(rollout, progress);
            } else {
                progress.warn("nothing answers from here until web is started again");
            }
            List<ContainerState> running = new ArrayList<>();
            for (String role : List.of("beat", "worker", "web")) {
                for (String service : rollout.services(role)) {
                    rollout.docker().containers(Optional.of(service)).stream()
                            .filter(ContainerState::running)
                            .forEach(running::add);
                }
            }
            if (running.isEmpty()) {
                return "nothing ran";
            }
            List<String> ids = new ArrayList<>(stopped(rollout));
            Generations.ids(running).stream().filter(i -> !ids.contains(i)).forEach(ids::add);
            // written first: whoever picks this up knows what has to run again
            rollout.host().files().write(list(rollout), String.join("\n", ids) + "\n");
            rollout.docker()
                    .must(
                            DockerCommands.stop(
                                    rollout.environment().drain(), Generations.ids(running)));
            return "stopped " + Generations.names(running);
        }

        @Override
        public String revert(Rollout rollout, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            return rollout.hasTarget() ? wake(rollout, progress) : "";
        }
    }

    private static String list(Rollout rollout) {
        return rollout.host().workDirectory(rollout.about().operation()) + "/stopped";
    }

    private static List<String> stopped(Rollout rollout) throws IOException, InterruptedException {
        return rollout.host().files().read(list(rollout)).orElse("").lines().toList();
    }

    /** Starts what was stopped and is still there, and shows the proxy where web is now. */
    private static String wake(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        List<ContainerState> there = rollout.docker().inspect(stopped(rollout));
        List<ContainerState> dead = there.stream().filter(c -> !c.running()).toList();
        if (!dead.isEmpty()) {
            rollout.docker().must(DockerCommands.start(Generations.ids(dead)));
        }
        List<ContainerState> now = rollout.docker().inspect(Generations.ids(there));
        Optional<ContainerState> proxy = rollout.proxy();
        for (String service : rollout.services("web")) {
            List<ContainerState> web =
                    now.stream().filter(c -> c.service().equals(service)).toList();
            for (ContainerState one : web) {
                rollout.probe().await(one);
            }
            if (proxy.isPresent() && !web.isEmpty()) {
                // a container that was started again may have another address
                rollout.proxyMover()
                        .pointAt(
                                proxy.get(),
                                web,
                                ReleaseModel.names(rollout.model(), service),
                                progress);
                rollout.proxyMover().clean(proxy.get());
            }
        }
        if (rollout.maintenance().isPresent()) {
            rollout.maintenance().get().off(rollout, progress);
        }
        return now.isEmpty() ? "" : Generations.names(now) + " at work again";
    }

    /** Exchanges the two databases by name. */
    static final class Exchange extends Step {
        Exchange() {
            super("exchange");
        }

        @Override
        public String apply(Rollout rollout, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            Database.of(rollout).exchange(rollout.about().operation());
            return "";
        }

        @Override
        public String revert(Rollout rollout, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            return rollout.hasTarget()
                            && Database.of(rollout).exchangeBack(rollout.about().operation())
                    ? "the database is the one from before"
                    : "";
        }
    }

    /** Applies what the release has migrated since the backup, and asks where the database is. */
    static final class CatchUp extends Step {
        CatchUp() {
            super("catchup");
        }

        /* Its effect goes with the database that it is on. */
        @Override
        public boolean changesSomething() {
            return false;
        }

        @Override
        public String apply(Rollout rollout, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            EnvironmentConfig environment = rollout.environment();
            rollout.tasks().clean();
            DjangoTasks.Ran ran =
                    rollout.tasks()
                            .release(
                                    rollout.compose(),
                                    rollout.services("web").get(0),
                                    new DjangoTasks.Wish(
                                            true,
                                            environment.lockTimeout(),
                                            environment.migrateTimeout(),
                                            MigrationsConfig.DEFAULT,
                                            false,
                                            Map.of()));
            DjangoTasks.check(ran, environment.lockTimeout());
            rollout.setHeads(ran.told().after().orElse(Map.of()));
            rollout.setMigrationsApplied(ran.told().plan());
            return MigratePhase.said(ran.told());
        }
    }

    /** Starts what was stopped. */
    static final class Wake extends Step {
        Wake() {
            super("wake");
        }

        /* What is started is the same as before: only its stop has to be taken back. */
        @Override
        public boolean changesSomething() {
            return false;
        }

        @Override
        public String apply(Rollout rollout, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            return wake(rollout, progress);
        }
    }

    /** Removes the database that was used before; after the commit, so it holds nothing up. */
    static final class Dispose extends Step {
        Dispose() {
            super("dispose");
        }

        @Override
        public String apply(Rollout rollout, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            try {
                Database.of(rollout).dropBefore(rollout.about().operation());
                return "what it held is in "
                        + rollout.host().backupFile(rollout.about().operation());
            } catch (PhaseException | IOException e) {
                progress.warn("the database from before was left in place: " + e.getMessage());
                return "left in place";
            }
        }
    }
}
