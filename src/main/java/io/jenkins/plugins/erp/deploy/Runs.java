package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.plan.ExecutionReport;
import io.jenkins.plugins.erp.plan.ExecutionReport.Ending;
import io.jenkins.plugins.erp.plan.ExecutionReport.PhaseReport;
import io.jenkins.plugins.erp.plan.Executor;
import io.jenkins.plugins.erp.plan.HostJournal;
import io.jenkins.plugins.erp.plan.MemoryJournal;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Plan;
import io.jenkins.plugins.erp.plan.StoppedException;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Release;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What deploy and rollback share: preparing, running the plan, telling how it ended. */
final class Runs {

    private Runs() {}

    /**
     * The environment, which has one host.
     *
     * @throws ConfigException when it has several
     */
    static EnvironmentConfig oneHost(OperationContext context, String name) throws ConfigException {
        EnvironmentConfig environment = context.config().environment(name);
        if (environment.hosts().size() != 1) {
            throw new ConfigException(
                    "environment "
                            + name
                            + " has "
                            + environment.hosts().size()
                            + " hosts. This version deploys to one: all of them or none is not done"
                            + " yet, and half of them is not done on purpose. Give an environment to"
                            + " each host, or put one host here. Nothing was changed.");
        }
        return environment;
    }

    /** Runs the phases before a run begins, and throws what stands in its way. */
    static List<PhaseReport> prepare(Preparation preparation, Plan<Preparation> plan, int total)
            throws ConfigException, OperationException, InterruptedException {
        OperationContext context = preparation.context;
        ExecutionReport report =
                new Executor(context.console(), context.clock(), preparation.pause, 0, total)
                        .run(plan, preparation, new MemoryJournal(context.clock()));
        if (report.ending() == Ending.DONE) {
            return report.phases();
        }
        if (report.aborted()) {
            throw new InterruptedException("aborted before anything was changed");
        }
        if (report.refused()) {
            throw new ConfigException(report.failure());
        }
        throw new OperationException(
                Outcome.FAILED, report.failedPhase().orElse("") + ": " + report.failure());
    }

    /** Begins a run, runs it to its end and records that. */
    static DeployResult run(
            Preparation preparation,
            RolloutAbout about,
            Optional<DeployRequest> request,
            List<PhaseReport> before,
            int total)
            throws OperationException, InterruptedException {
        OperationContext context = preparation.context;
        HostState host;
        HostJournal journal;
        try {
            host = preparation.state();
            journal = HostJournal.open(host, about.operation(), context.clock(), about.toJson());
        } catch (PhaseException | IOException e) {
            throw new OperationException(
                    Outcome.FAILED, e.getMessage() + "\nNothing that serves was changed.", e);
        }
        DockerHost docker = preparation.docker.orElseThrow();
        Rollout rollout =
                new Rollout(
                        context,
                        preparation.environment,
                        host,
                        docker,
                        preparation.pause,
                        about,
                        preparation.checked,
                        request);
        Plan<Rollout> plan =
                Plans.of(about, r -> LedgerLines.line(r, journal.entries(), "DONE", ""));
        ExecutionReport report;
        try {
            report =
                    new Executor(
                                    context.console(),
                                    context.clock(),
                                    preparation.pause,
                                    before.size(),
                                    total)
                            .run(plan, rollout, preparation.lease.orElseThrow().guard(journal));
        } catch (StoppedException e) {
            throw new OperationException(Outcome.NEEDS_PERSON, e.getMessage(), e);
        }
        boolean aborted = report.aborted();
        try {
            Finish.afterwards(rollout, journal, report);
        } catch (IOException e) {
            context.console()
                    .warn(
                            "the end of this run could not be recorded on the host ("
                                    + e.getMessage()
                                    + "); the next deploy or rollback does that first");
        } catch (InterruptedException e) {
            aborted = true;
        }
        DeployResult result = result(rollout, report, before);
        tell(context, result, host.files().where());
        if (aborted && report.ending() != Ending.DONE) {
            throw new InterruptedException(result.summary());
        }
        return result;
    }

    private static DeployResult result(
            Rollout rollout, ExecutionReport report, List<PhaseReport> before)
            throws InterruptedException {
        RolloutAbout about = rollout.about();
        Outcome outcome =
                switch (report.ending()) {
                    case DONE -> Outcome.DONE;
                    case UNDONE -> report.refused() ? Outcome.REFUSED : Outcome.FAILED;
                    case NEEDS_PERSON -> Outcome.NEEDS_PERSON;
                };
        Optional<Release> release = Optional.empty();
        String current = report.ending() == Ending.DONE ? about.release() : about.previous();
        Map<String, String> state = new LinkedHashMap<>();
        String where = rollout.host().files().where();
        try {
            if (report.ending() == Ending.DONE) {
                release = Optional.of(rollout.target());
            }
            state.put(where, describe(rollout, current));
        } catch (PhaseException | IOException e) {
            state.put(where, "cannot be asked: " + e.getMessage());
        }
        List<PhaseReport> phases = new ArrayList<>(before);
        phases.addAll(report.phases());
        Instant started = Instant.parse(about.started());
        return new DeployResult(
                about.kind().word(),
                outcome,
                rollout.environment().name(),
                about.release(),
                about.previous(),
                current,
                rollout.checked()
                        .map(c -> c.image().toString())
                        .orElse(release.map(Release::image).orElse("")),
                release.map(Release::pinned).orElse(""),
                release.map(Release::commit).orElse(""),
                phases,
                Duration.between(started, rollout.context().clock().instant()).toMillis() / 1000.0,
                report.failedPhase().orElse(""),
                report.failure(),
                state,
                rollout.migrationsApplied(),
                rollout.docker().commands());
    }

    private static String describe(Rollout rollout, String current)
            throws IOException, InterruptedException {
        List<String> running = new ArrayList<>();
        for (ContainerState c : rollout.docker().containers()) {
            running.add(
                    c.name() + " " + c.state() + c.health().map(h -> " (" + h + ")").orElse(""));
        }
        return (current.isEmpty() ? "no release is current" : current + " is current")
                + "; "
                + (running.isEmpty() ? "no container" : String.join(", ", running));
    }

    private static void tell(OperationContext context, DeployResult result, String where) {
        switch (result.outcome()) {
            case DONE, UNSTABLE -> context.console().good(result.summary());
            case FAILED, REFUSED -> {
                context.console().error(result.summary());
                context.console().info("  " + where + ": " + result.state().get(where));
                context.console()
                        .info(
                                "  Mend the cause above and deploy again; what failed is taken"
                                        + " back.");
            }
            case NEEDS_PERSON -> {
                context.console().error(result.summary());
                context.console().error("  " + where + ": " + result.state().get(where));
                context.console()
                        .error(
                                "  The run's journal is left open: mend what is named above, then run"
                                        + " deploy or rollback again; it first takes the rest back.");
            }
        }
    }
}
