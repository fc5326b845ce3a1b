package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.console.Console;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Brings an image to an environment, or leaves it as it was. */
public final class DeployOperation implements Operation<DeployRequest, DeployResult> {
    private final Pause pause;
    private final Heart heart;

    /** For the real world. */
    public DeployOperation() {
        this(Pause.REAL, Heart.THREAD);
    }

    /** With other ways to wait and to beat, for simulations. */
    public DeployOperation(Pause pause, Heart heart) {
        this.pause = pause;
        this.heart = heart;
    }

    @Override
    public DeployResult run(DeployRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        EnvironmentConfig environment = Runs.oneHost(context, request.environment());
        ConfigCheck check = new ConfigCheck(context, environment, request);
        Instant started = context.clock().instant();
        ConfigCheck.Given given;
        try {
            given = check.withoutHost();
        } catch (ShellException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
        context.console().info("deploy of " + given.image() + " to " + environment.name());
        try (Preparation preparation = new Preparation(context, environment, pause, heart)) {
            List<Phase<Preparation>> first =
                    List.of(
                            new PreparationPhases.Connect(),
                            new PreparationPhases.Check(check, given));
            if (request.dryRun()) {
                Runs.prepare(preparation, new Plan<>("look", first), first.size());
                return dryRun(preparation, given, started);
            }
            List<Phase<Preparation>> all =
                    List.of(
                            first.get(0),
                            first.get(1),
                            new PreparationPhases.TakeLease("deploy of " + given.image()),
                            new PreparationPhases.Resume());
            int total =
                    all.size()
                            + Plans.of(about(given, started, "", false, context), r -> null)
                                    .phases()
                                    .size();
            List<PhaseReport> before = Runs.prepare(preparation, new Plan<>("prepare", all), total);
            return Runs.run(
                    preparation,
                    about(given, started, current(preparation), virgin(preparation), context),
                    Optional.of(request),
                    before,
                    total);
        }
    }

    private static RolloutAbout about(
            ConfigCheck.Given given,
            Instant started,
            String previous,
            boolean virgin,
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
                previous,
                virgin,
                MigrationPolicy.KEEP,
                context.actor(),
                context.environment().getOrDefault("BUILD_URL", ""),
                started.toString());
    }

    static String current(Preparation preparation) throws OperationException, InterruptedException {
        try {
            return preparation.state().current().orElse("");
        } catch (PhaseException | IOException e) {
            throw new OperationException(
                    Outcome.FAILED, e.getMessage() + "\nNothing was changed.", e);
        }
    }

    private static boolean virgin(Preparation preparation)
            throws OperationException, InterruptedException {
        try {
            return preparation.engine().containers().isEmpty();
        } catch (PhaseException | IOException e) {
            throw new OperationException(
                    Outcome.FAILED, e.getMessage() + "\nNothing was changed.", e);
        }
    }

    private static DeployResult dryRun(
            Preparation preparation, ConfigCheck.Given given, Instant started)
            throws OperationException, InterruptedException {
        OperationContext context = preparation.context;
        Console console = context.console();
        RolloutAbout about =
                about(given, started, current(preparation), virgin(preparation), context);
        console.info("dry run: nothing is changed. A deploy would be, phase by phase:");
        for (Phase<Rollout> phase : Plans.of(about, r -> null).phases()) {
            console.info("  - " + phase.title());
        }
        console.info("what differs from what serves:");
        try {
            HostState host = preparation.state();
            Optional<Release> now =
                    about.previousRelease().isEmpty()
                            ? Optional.empty()
                            : host.release(about.previousRelease().get());
            console.info(
                    "  image: "
                            + now.map(Release::pinned).orElse("none from a release")
                            + " -> "
                            + given.image());
            names(
                    console,
                    "  variables",
                    now.map(Release::envNames).orElse(List.of()),
                    given.env().values().keySet());
            names(
                    console,
                    "  services with a role",
                    now.map(r -> r.services().values().stream().flatMap(List::stream).toList())
                            .orElse(List.of()),
                    preparation.checked.orElseThrow().roles().values().stream()
                            .flatMap(List::stream)
                            .toList());
            new MigrationLook(host, preparation.engine())
                    .tell(now, given.image(), about.operation(), console);
        } catch (PhaseException | IOException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
        return new DeployResult(
                "dry run of deploy",
                Outcome.DONE,
                preparation.environment.name(),
                about.release(),
                about.previous(),
                about.previous(),
                given.image().toString(),
                "",
                given.commit(),
                List.of(),
                java.time.Duration.between(started, context.clock().instant()).toMillis() / 1000.0,
                "",
                "",
                Map.of(),
                List.of(),
                preparation.docker.orElseThrow().commands());
    }

    static String heads(Map<String, List<String>> heads) {
        return String.join(
                ", ",
                heads.entrySet().stream()
                        .map(e -> e.getKey() + "." + String.join("+", e.getValue()))
                        .toList());
    }

    private static void names(
            Console console,
            String what,
            java.util.Collection<String> before,
            java.util.Collection<String> after) {
        Set<String> added = new TreeSet<>(after);
        added.removeAll(before);
        Set<String> gone = new TreeSet<>(before);
        gone.removeAll(after);
        console.info(
                what
                        + ": "
                        + (added.isEmpty() && gone.isEmpty()
                                ? "the same names"
                                : (added.isEmpty() ? "" : "new " + String.join(", ", added) + " ")
                                        + (gone.isEmpty()
                                                ? ""
                                                : "gone " + String.join(", ", gone))));
    }
}
