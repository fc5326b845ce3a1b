package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.DotEnv;
import io.jenkins.plugins.erp.config.EnvCheck;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.operation.Operation;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.plan.ExecutionReport.PhaseReport;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Plan;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Ledger;
import io.jenkins.plugins.erp.release.Release;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goes back to a release of the ledger, by its own images, Compose file and env file. */
public final class RollbackOperation implements Operation<RollbackRequest, DeployResult> {
    private final Fleet.Ways ways;

    /** For the real world. */
    public RollbackOperation() {
        this.ways = Fleet.Ways.REAL;
    }

    /** With other ways to wait and to beat, for simulations. */
    public RollbackOperation(Pause pause, Heart heart) {
        this(pause, heart, Fan.THREADS);
    }

    /** With other ways to wait, to beat and to work on several hosts, for simulations. */
    public RollbackOperation(Pause pause, Heart heart, Fan fan) {
        this.ways = new Fleet.Ways(pause, heart, fan);
    }

    @Override
    public DeployResult run(RollbackRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        EnvironmentConfig environment = context.config().environment(request.environment());
        if (request.release().isPresent() && !Release.isId(request.release().get())) {
            throw new ConfigException(
                    "\""
                            + request.release().get()
                            + "\" is not a release: write its id as ./erp releases shows it");
        }
        if (request.migrations() == MigrationPolicy.RESTORE) {
            SwarmCheck.noRestore(environment);
            RestorePhases.oneHost(environment);
        }
        Instant started = context.clock().instant();
        context.console()
                .info(
                        "rollback of "
                                + environment.name()
                                + " to "
                                + request.release().orElse("the release before"));
        try (Fleet fleet = new Fleet(context, environment, ways)) {
            Choose choose = new Choose(request);
            Phase<Fleet> connect =
                    new FleetPhases.Everywhere(new PreparationPhases.Connect(), false);
            Phase<Fleet> find = new FleetPhases.Everywhere(choose, true);
            List<Phase<Fleet>> phases =
                    request.dryRun()
                            ? List.of(connect, find)
                            : List.of(
                                    connect,
                                    new FleetPhases.Leases("rollback"),
                                    new FleetPhases.Resume(new Recovery(Recovery.Wish.BACK)),
                                    find);
            List<PhaseReport> before =
                    Runs.prepare(fleet, new Plan<>("prepare", phases), !request.dryRun());
            Release target = fleet.lead().target.orElseThrow();
            List<RolloutAbout> abouts =
                    Abouts.everywhere(
                            fleet,
                            about(environment, request, context, started, target.id()),
                            target.services().getOrDefault("beat", List.of()));
            if (request.dryRun()) {
                return dryRun(fleet, abouts.get(0), target, started);
            }
            return Runs.run(fleet, abouts, Optional.empty(), before);
        }
    }

    private static RolloutAbout about(
            EnvironmentConfig environment,
            RollbackRequest request,
            OperationContext context,
            Instant started,
            String target) {
        return new RolloutAbout(
                RolloutAbout.Kind.ROLLBACK,
                Release.newId(started, "rollback"),
                target,
                "",
                false,
                request.migrations(),
                context.actor(),
                context.environment().getOrDefault("BUILD_URL", ""),
                started.toString(),
                "",
                List.of(),
                List.of(),
                "",
                environment.target());
    }

    /** Finds the release to go back to, and what speaks against it. */
    private static final class Choose implements Phase<Preparation> {
        private final RollbackRequest request;
        /* what was chosen on the lead host holds for the others */
        private Optional<Release> first = Optional.empty();

        Choose(RollbackRequest request) {
            this.request = request;
        }

        @Override
        public String name() {
            return "check";
        }

        @Override
        public String title() {
            return io.jenkins.plugins.erp.text.Messages.of(Choose.class, "phase.choose");
        }

        @Override
        public boolean changesSomething() {
            return false;
        }

        @Override
        public String apply(Preparation p, io.jenkins.plugins.erp.plan.Progress progress)
                throws PhaseException, IOException, InterruptedException {
            HostState host = p.state();
            Ledger ledger = host.ledger();
            String current =
                    host.current()
                            .orElseThrow(
                                    () ->
                                            PhaseException.refused(
                                                    "nothing has been deployed to "
                                                            + p.environment.name()
                                                            + " yet, so there is nothing to go back"
                                                            + " to"));
            String id = first.isPresent() ? first.get().id() : target(ledger, current);
            Release release =
                    host.release(id)
                            .orElseThrow(
                                    () ->
                                            PhaseException.refused(
                                                    "release "
                                                            + id
                                                            + " has been pruned from the host"
                                                            + " (keepReleases)"));
            if (!host.files().exists(host.composeFile(id))) {
                throw PhaseException.refused("there is no " + host.composeFile(id));
            }
            if (first.isEmpty()) {
                if (request.migrations() == MigrationPolicy.RESTORE) {
                    backup(host, current, progress);
                } else {
                    migrations(ledger, current, release, progress);
                }
                first = Optional.of(release);
            }
            mask(p, host, id);
            p.target = Optional.of(release);
            return id + ", " + release.pinned();
        }

        private String target(Ledger ledger, String current) throws PhaseException {
            List<String> known = ledger.releases();
            if (request.release().isEmpty()) {
                return ledger.before(current)
                        .orElseThrow(
                                () ->
                                        PhaseException.refused(
                                                "there is no release before "
                                                        + current
                                                        + ". Releases: "
                                                        + String.join(", ", known)));
            }
            String id = request.release().get();
            if (!known.contains(id)) {
                throw PhaseException.refused(
                        "the ledger has no release "
                                + id
                                + " that ever served. Releases: "
                                + String.join(", ", known));
            }
            if (id.equals(current)) {
                throw PhaseException.refused(id + " is the current release already");
            }
            return id;
        }

        private void migrations(
                Ledger ledger,
                String current,
                Release release,
                io.jenkins.plugins.erp.plan.Progress progress)
                throws PhaseException {
            Map<String, List<String>> now = ledger.heads();
            Map<String, String> steps = ReversePhase.steps(now, release.migrationHeads());
            if (steps.isEmpty()) {
                return;
            }
            StringBuilder differ = new StringBuilder();
            steps.forEach(
                    (app, to) ->
                            differ.append("\n  - ")
                                    .append(app)
                                    .append(": the database is at ")
                                    .append(String.join("+", now.get(app)))
                                    .append(", ")
                                    .append(release.id())
                                    .append(" was at ")
                                    .append(to));
            switch (request.migrations()) {
                case REFUSE ->
                        throw PhaseException.refused(
                                "the database has migrations that "
                                        + release.id()
                                        + " does not know:"
                                        + differ
                                        + "\n"
                                        + "Say what to do with them:\n"
                                        + "  migrations: keep     they stay; right when they only"
                                        + " added what the older code does not mind (tables,"
                                        + " columns that may be null)\n"
                                        + "  migrations: reverse  they are run backwards with the"
                                        + " image of "
                                        + current
                                        + " after the older code has taken over; what they added is"
                                        + " lost"
                                        + "\n  migrations: restore  the backup from before "
                                        + current
                                        + " takes the database's place; what was written since is"
                                        + " lost\nNothing was changed.");
                case KEEP -> progress.warn("migrations stay applied:" + differ);
                case REVERSE -> progress.say("migrations will be run backwards:" + differ);
                case RESTORE -> throw new IllegalStateException("does not ask what differs");
            }
        }

        /* A deploy's backup is named after its release. */
        private static void backup(
                HostState host, String current, io.jenkins.plugins.erp.plan.Progress progress)
                throws PhaseException, IOException, InterruptedException {
            Backup backup =
                    Backup.read(host, current)
                            .orElseThrow(
                                    () ->
                                            PhaseException.refused(
                                                    "there is no backup from before "
                                                            + current
                                                            + " (backup: true makes one with each"
                                                            + " deploy). Nothing was changed."));
            progress.warn(
                    "everything written to the database since "
                            + backup.created()
                            + " will be lost");
        }

        private static void mask(Preparation p, HostState host, String id)
                throws PhaseException, IOException, InterruptedException {
            try {
                DotEnv env = DotEnv.parse(host.files().read(host.envFile(id)).orElse(""), "env");
                p.mask(EnvCheck.secretValues(env));
            } catch (ConfigException e) {
                throw new PhaseException("the env file of " + id + ": " + e.getMessage(), e);
            }
        }
    }

    private static DeployResult dryRun(
            Fleet fleet, RolloutAbout about, Release target, Instant started) {
        OperationContext context = fleet.context;
        Preparation preparation = fleet.lead();
        context.console().info("dry run: nothing is changed. A rollback would be:");
        for (Phase<Rollout> phase : Plans.of(about, r -> null).phases()) {
            context.console().info("  - " + phase.title());
        }
        return new DeployResult(
                "dry run of rollback",
                Outcome.DONE,
                preparation.environment.name(),
                about.release(),
                about.previous(),
                about.previous(),
                target.image(),
                target.pinned(),
                target.commit(),
                List.of(),
                Duration.between(started, context.clock().instant()).toMillis() / 1000.0,
                "",
                "",
                Map.of(),
                List.of(),
                preparation.docker.orElseThrow().commands(),
                List.of());
    }
}
