package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
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

    /**
     * Refuses an environment of several hosts.
     *
     * @throws ConfigException saying where to restore instead
     */
    static void oneHost(EnvironmentConfig environment) throws ConfigException {
        if (environment.hosts().size() > 1) {
            throw new ConfigException(
                    "environment "
                            + environment.name()
                            + " has "
                            + environment.hosts().size()
                            + " hosts, which use a database on a server of its own: save and restore"
                            + " it there. Here a database is restored that runs in a container on"
                            + " the environment's one host. Nothing was changed.");
        }
    }

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
            rollout.page().tryOn(rollout.services("web"), progress);
            String stopped = stop(rollout, ALL);
            return stopped.isEmpty() ? "nothing ran" : stopped + " stopped";
        }

        @Override
        public String revert(Rollout rollout, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            return rollout.hasTarget() ? wake(rollout, progress) : "";
        }
    }

    /* Beat first: it makes work for the workers. */
    private static final List<String> ALL = List.of("beat", "worker", "web");

    /** Stops what has these roles, of whichever release, and web that is kept warm, too. */
    static String stop(Rollout rollout, List<String> roles)
            throws PhaseException, IOException, InterruptedException {
        List<ContainerState> running = new ArrayList<>();
        for (String role : roles) {
            for (String service : rollout.services(role)) {
                running.addAll(
                        Generations.running(rollout.docker().containers(Optional.of(service))));
            }
        }
        if (running.isEmpty()) {
            return "";
        }
        rollout.docker()
                .must(DockerCommands.stop(rollout.environment().drain(), Generations.ids(running)));
        return Generations.names(running);
    }

    /** Starts what served before, and shows the proxy where web is now. */
    static String wake(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        List<String> services = new ArrayList<>(rollout.services("web"));
        services.addAll(BesidePhase.background(rollout));
        Replacement all = new Replacement(rollout, services);
        boolean restore = rollout.about().kind() == RolloutAbout.Kind.RESTORE;
        if (!restore) {
            all.bringBack();
        } else {
            all.start(all.now().values().stream().flatMap(g -> kept(g).stream()).toList());
        }
        Map<String, Generations> now = all.now();
        Optional<ContainerState> proxy = rollout.proxy();
        List<ContainerState> awake = new ArrayList<>();
        for (String service : services) {
            List<ContainerState> here = restore ? kept(now.get(service)) : now.get(service).old();
            awake.addAll(here);
            if (here.isEmpty() || !rollout.services("web").contains(service)) {
                continue;
            }
            for (ContainerState one : here) {
                rollout.probe().await(one);
            }
            if (proxy.isPresent()) {
                // a container that was started again may have another address
                rollout.proxyMover()
                        .pointAt(
                                proxy.get(),
                                here,
                                ReleaseModel.names(rollout.model(), service),
                                progress);
            }
        }
        BesidePhase.release(rollout);
        rollout.maintenanceOver(progress);
        return awake.isEmpty() ? "" : Generations.names(awake) + " at work again";
    }

    /* A restore changes no release; what is kept warm of another does not serve. */
    private static List<ContainerState> kept(Generations service) {
        return service.fresh().isEmpty() ? service.old() : service.fresh();
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
            if (!rollout.hasTarget()) {
                return "";
            }
            // nothing of either release works on the one database and then on the other
            rollout.page().tryOn(rollout.services("web"), progress);
            stop(rollout, ALL);
            return Database.of(rollout).exchangeBack(rollout.about().operation())
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

    /** Removes the database that was used before; the run is committed, so nothing needs it. */
    static void dispose(Rollout rollout, Progress progress) throws InterruptedException {
        try {
            Database.of(rollout).dropBefore(rollout.about().operation());
            progress.detail(
                    "what the database from before held is in "
                            + rollout.host().backupFile(rollout.about().operation()));
        } catch (PhaseException | IOException e) {
            progress.warn("the database from before was left in place: " + e.getMessage());
        }
    }
}
