package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.DotEnv;
import io.jenkins.plugins.erp.config.EnvCheck;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.Target;
import io.jenkins.plugins.erp.operation.Operation;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.plan.ExecutionReport.PhaseReport;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Plan;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Puts a saved database in place of the one that the current release uses: saved first, loaded
 * beside it, exchanged while web and workers are stopped, and taken back when the system is not
 * healthy with it.
 */
public final class RestoreOperation implements Operation<RestoreRequest, DeployResult> {
    private final Fleet.Ways ways;

    /** For the real world. */
    public RestoreOperation() {
        this.ways = Fleet.Ways.REAL;
    }

    /** With other ways to wait and to beat, for simulations. */
    public RestoreOperation(Pause pause, Heart heart) {
        this.ways = new Fleet.Ways(pause, heart, Fan.THREADS);
    }

    @Override
    public DeployResult run(RestoreRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        EnvironmentConfig environment = context.config().environment(request.environment());
        RestorePhases.oneHost(environment);
        if (!Release.isId(request.backup())) {
            throw new ConfigException(
                    "\""
                            + request.backup()
                            + "\" is not a backup: write its id as ./erp restore "
                            + request.environment()
                            + " lists it");
        }
        SwarmCheck.noRestore(environment);
        Instant started = context.clock().instant();
        context.console().info("restore of " + request.backup() + " to " + environment.name());
        try (Fleet fleet = new Fleet(context, environment, ways)) {
            List<Phase<Fleet>> phases =
                    List.of(
                            new FleetPhases.Everywhere(new PreparationPhases.Connect(), false),
                            new FleetPhases.Leases("restore"),
                            new FleetPhases.Resume(new Recovery(Recovery.Wish.BACK)),
                            new FleetPhases.Everywhere(new Find(request), true));
            List<PhaseReport> before = Runs.prepare(fleet, new Plan<>("prepare", phases), true);
            String current = fleet.lead().target.orElseThrow().id();
            return Runs.run(
                    fleet,
                    Abouts.everywhere(fleet, about(request, context, started, current), List.of()),
                    Optional.empty(),
                    before);
        }
    }

    private static RolloutAbout about(
            RestoreRequest request, OperationContext context, Instant started, String current) {
        return new RolloutAbout(
                RolloutAbout.Kind.RESTORE,
                Release.newId(started, "restore"),
                current,
                current,
                false,
                MigrationPolicy.KEEP,
                context.actor(),
                context.environment().getOrDefault("BUILD_URL", ""),
                started.toString(),
                "",
                List.of(),
                List.of(),
                request.backup(),
                Target.COMPOSE);
    }

    /** Finds the backup and the release that serves. */
    private static final class Find implements Phase<Preparation> {
        private final RestoreRequest request;

        Find(RestoreRequest request) {
            this.request = request;
        }

        @Override
        public String name() {
            return "check";
        }

        @Override
        public String title() {
            return Messages.of(Find.class, "phase.find");
        }

        @Override
        public boolean changesSomething() {
            return false;
        }

        @Override
        public String apply(Preparation p, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            HostState host = p.state();
            Optional<String> current = host.current();
            p.target = current.isEmpty() ? Optional.empty() : host.release(current.get());
            if (p.target.isEmpty()) {
                throw PhaseException.refused(
                        "no release is current on "
                                + p.environment.name()
                                + ", so it is not known what the database belongs to. Nothing was"
                                + " changed.");
            }
            Backup backup =
                    Backup.read(host, request.backup())
                            .orElseThrow(
                                    () ->
                                            PhaseException.refused(
                                                    "there is no whole backup "
                                                            + request.backup()
                                                            + " on the host; ./erp restore "
                                                            + p.environment.name()
                                                            + " lists them. Nothing was changed."));
            try {
                DotEnv env =
                        DotEnv.parse(
                                host.files().read(host.envFile(current.get())).orElse(""), "env");
                p.mask(EnvCheck.secretValues(env));
            } catch (ConfigException e) {
                throw new PhaseException(
                        "the env file of " + current.get() + ": " + e.getMessage(), e);
            }
            progress.warn(
                    "everything written to the database since "
                            + backup.created()
                            + " will be lost; it is saved first");
            return backup.id() + ", " + backup.bytes() + " bytes";
        }
    }
}
