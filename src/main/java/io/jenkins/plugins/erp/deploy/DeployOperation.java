package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.Role;
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
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Brings an image to an environment, or leaves it as it was. */
public final class DeployOperation implements Operation<DeployRequest, DeployResult> {
    private final Fleet.Ways ways;

    /** For the real world. */
    public DeployOperation() {
        this.ways = Fleet.Ways.REAL;
    }

    /** With other ways to wait and to beat, for simulations. */
    public DeployOperation(Pause pause, Heart heart) {
        this(pause, heart, Fan.THREADS);
    }

    /** With other ways to wait, to beat and to work on several hosts, for simulations. */
    public DeployOperation(Pause pause, Heart heart, Fan fan) {
        this.ways = new Fleet.Ways(pause, heart, fan);
    }

    @Override
    public DeployResult run(DeployRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        EnvironmentConfig environment = context.config().environment(request.environment());
        ConfigCheck check = new ConfigCheck(context, environment, request);
        Instant started = context.clock().instant();
        ConfigCheck.Given given;
        try {
            given = check.withoutHost();
        } catch (ShellException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
        context.console().info("deploy of " + given.image() + " to " + environment.name());
        try (Fleet fleet = new Fleet(context, environment, ways)) {
            List<Phase<Fleet>> first =
                    List.of(
                            new FleetPhases.Everywhere(new PreparationPhases.Connect(), false),
                            new FleetPhases.Everywhere(
                                    new PreparationPhases.Check(check, given), true));
            if (request.dryRun()) {
                Runs.prepare(fleet, new Plan<>("look", first), false);
                return DryRun.tell(
                        fleet, about(environment, given, started, context), request, given);
            }
            Recovery recovery =
                    new Recovery((left, host) -> same(host, left.release(), given, context));
            List<Phase<Fleet>> all =
                    List.of(
                            first.get(0),
                            first.get(1),
                            new FleetPhases.Leases("deploy of " + given.image()),
                            new FleetPhases.Resume(recovery),
                            new FleetPhases.Everywhere(
                                    Platform.of(environment.target()).takeOver(), false));
            RolloutAbout about = about(environment, given, started, context);
            List<PhaseReport> before = Runs.prepare(fleet, new Plan<>("prepare", all), true);
            for (DeployResult finished : recovery.results()) {
                if (finished.outcome() == Outcome.DONE
                        && sameRelease(fleet, finished.release(), given)) {
                    context.console().good(finished.summary());
                    return finished;
                }
            }
            List<String> beat =
                    fleet.lead().checked.orElseThrow().roles().getOrDefault(Role.BEAT, List.of());
            return Runs.run(
                    fleet, Abouts.everywhere(fleet, about, beat), Optional.of(request), before);
        }
    }

    private static boolean sameRelease(Fleet fleet, String release, ConfigCheck.Given given)
            throws OperationException, InterruptedException {
        try {
            return same(fleet.lead().state(), release, given, fleet.context);
        } catch (PhaseException | IOException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
    }

    /** Whether a release was made by an earlier start of this very build, from the same things. */
    private static boolean same(
            HostState host, String id, ConfigCheck.Given given, OperationContext context)
            throws IOException, InterruptedException {
        String url = context.environment().getOrDefault("BUILD_URL", "");
        boolean known =
                !url.isEmpty() || !given.commit().isEmpty() || given.image().digest().isPresent();
        Optional<Release> release = known ? host.release(id) : Optional.empty();
        return release.isPresent()
                && release.get().actor().equals(context.actor())
                && release.get().buildUrl().equals(url)
                && release.get().commit().equals(given.commit())
                && release.get().image().equals(given.image().toString())
                && release.get()
                        .envHash()
                        .equals(ReleaseModel.keyedHash(host.key(), given.envText()));
    }

    private static RolloutAbout about(
            EnvironmentConfig environment,
            ConfigCheck.Given given,
            Instant started,
            OperationContext context) {
        String word =
                given.commit().isEmpty()
                        ? given.image().tag().orElse("image")
                        : given.commit().substring(0, Math.min(7, given.commit().length()));
        String id = Release.newId(started, word);
        return new RolloutAbout(
                RolloutAbout.Kind.DEPLOY,
                id,
                id,
                "",
                false,
                MigrationPolicy.KEEP,
                context.actor(),
                context.environment().getOrDefault("BUILD_URL", ""),
                started.toString(),
                "",
                List.of(),
                List.of(),
                "",
                environment.target());
    }
}
