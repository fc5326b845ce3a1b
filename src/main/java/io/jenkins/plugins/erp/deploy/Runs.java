package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.deploy.DeployResult.HostResult;
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
import io.jenkins.plugins.erp.plan.PhaseState;
import io.jenkins.plugins.erp.plan.Plan;
import io.jenkins.plugins.erp.plan.StoppedException;
import io.jenkins.plugins.erp.release.Release;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What deploy and rollback share: preparing, running the plan, telling how it ended. */
final class Runs {

    private Runs() {}

    /**
     * Runs the phases before a run begins, and throws what stands in its way.
     *
     * @param open whether the run itself follows
     */
    static List<PhaseReport> prepare(Fleet fleet, Plan<Fleet> plan, boolean open)
            throws ConfigException, OperationException, InterruptedException {
        OperationContext context = fleet.context;
        ExecutionReport report =
                new Executor(context.console(), context.clock(), fleet.pause, 0, open)
                        .run(plan, fleet, new MemoryJournal(context.clock()));
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

    /** Begins a run on all hosts, leads it to its end and records that. */
    static DeployResult run(
            Fleet fleet,
            List<RolloutAbout> abouts,
            Optional<DeployRequest> request,
            List<PhaseReport> before)
            throws OperationException, InterruptedException {
        OperationContext context = fleet.context;
        int shown = (int) before.stream().filter(p -> p.state() != PhaseState.SKIPPED).count();
        List<HostRun> hosts = open(fleet, abouts, request, shown);
        FleetRun run = new FleetRun(fleet, hosts, false);
        DeployResult result;
        try {
            run.toEnd();
            result = result(fleet, hosts, before);
            run.finish();
        } catch (StoppedException e) {
            throw new OperationException(Outcome.NEEDS_PERSON, e.getMessage(), e);
        }
        tell(context, result);
        if (run.aborted() && result.outcome() != Outcome.DONE) {
            throw new InterruptedException(result.summary());
        }
        return result;
    }

    /** Opens the journals, the lead's first: it decides, so it is there before another is. */
    private static List<HostRun> open(
            Fleet fleet, List<RolloutAbout> abouts, Optional<DeployRequest> request, int before)
            throws OperationException, InterruptedException {
        List<Opened> opened = new ArrayList<>();
        opened.add(open(fleet.lead(), abouts.get(0), request, before));
        if (opened.get(0).run().isPresent()) {
            List<Integer> others = new ArrayList<>();
            for (int i = 1; i < abouts.size(); i++) {
                others.add(i);
            }
            opened.addAll(
                    fleet.each(
                            others, i -> open(fleet.hosts.get(i), abouts.get(i), request, before)));
        }
        Optional<Exception> failure =
                opened.stream().flatMap(o -> o.failure().stream()).findFirst();
        if (failure.isEmpty()) {
            return opened.stream().map(o -> o.run().orElseThrow()).toList();
        }
        for (Opened one : opened) {
            try {
                if (one.run().isPresent()) {
                    one.run().get().journal.discard();
                }
            } catch (IOException e) {
                fleet.context
                        .console()
                        .detail("a journal without a run stays behind: " + e.getMessage());
            }
        }
        if (failure.get() instanceof InterruptedException) {
            throw new InterruptedException("aborted before anything was changed");
        }
        throw new OperationException(
                Outcome.FAILED,
                failure.get().getMessage() + "\nNothing that serves was changed.",
                failure.get());
    }

    private record Opened(Optional<HostRun> run, Optional<Exception> failure) {}

    private static Opened open(
            Preparation host, RolloutAbout about, Optional<DeployRequest> request, int before) {
        try {
            HostJournal journal =
                    HostJournal.open(
                            host.state(), about.operation(), host.context.clock(), about.toJson());
            return new Opened(
                    Optional.of(new HostRun(host, about, journal, request, before)),
                    Optional.empty());
        } catch (PhaseException | IOException | InterruptedException e) {
            return new Opened(Optional.empty(), Optional.of(e));
        }
    }

    /** How a run ended, on each host and altogether. */
    static DeployResult result(Fleet fleet, List<HostRun> hosts, List<PhaseReport> before) {
        HostRun lead = hosts.get(0);
        RolloutAbout about = lead.about();
        boolean committed = lead.committed();
        List<HostResult> results = new ArrayList<>();
        Map<String, String> state = new LinkedHashMap<>();
        List<String> states = fleet.each(hosts, Runs::describe);
        for (int i = 0; i < hosts.size(); i++) {
            results.add(hostResult(hosts.get(i)));
            state.put(hosts.get(i).rollout.host().files().where(), states.get(i));
        }
        HostRun failed =
                hosts.stream()
                        .filter(h -> h.report().failedPhase().isPresent())
                        .findFirst()
                        .orElse(lead);
        String where = hosts.size() > 1 ? failed.host.name + ": " : "";
        List<PhaseReport> phases = new ArrayList<>(before);
        phases.addAll(lead.report().phases());
        Optional<Release> release = release(lead.rollout);
        Instant started = Instant.parse(about.started());
        return new DeployResult(
                about.kind().word(),
                together(hosts, results),
                lead.rollout.environment().name(),
                about.release(),
                about.previous(),
                lead.current(),
                lead.rollout
                        .checked()
                        .map(c -> c.image().toString())
                        .orElse(release.filter(r -> committed).map(Release::image).orElse("")),
                release.filter(r -> committed).map(Release::pinned).orElse(""),
                release.filter(r -> committed).map(Release::commit).orElse(""),
                phases,
                Duration.between(started, fleet.context.clock().instant()).toMillis() / 1000.0,
                failed.report().failedPhase().map(p -> where + p).orElse(""),
                failed.report().failure(),
                state,
                lead.rollout.migrationsApplied(),
                hosts.stream().mapToInt(h -> h.rollout.docker().commands()).sum(),
                results);
    }

    private static Optional<Release> release(Rollout rollout) {
        try {
            return rollout.hasTarget() ? Optional.of(rollout.target()) : Optional.empty();
        } catch (PhaseException | IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Outcome together(List<HostRun> hosts, List<HostResult> results) {
        if (results.stream().anyMatch(r -> r.outcome() == Outcome.NEEDS_PERSON)) {
            return Outcome.NEEDS_PERSON;
        }
        if (results.stream().allMatch(r -> r.outcome() == Outcome.DONE)) {
            return Outcome.DONE;
        }
        return hosts.stream().anyMatch(h -> h.report().refused())
                ? Outcome.REFUSED
                : Outcome.FAILED;
    }

    private static HostResult hostResult(HostRun host) {
        ExecutionReport report = host.report();
        return new HostResult(
                host.host.address.toString(),
                host.lead(),
                switch (report.ending()) {
                    case DONE -> Outcome.DONE;
                    case UNDONE -> report.refused() ? Outcome.REFUSED : Outcome.FAILED;
                    case NEEDS_PERSON -> Outcome.NEEDS_PERSON;
                },
                report.phases().stream().mapToDouble(p -> p.seconds() + p.revertSeconds()).sum(),
                host.current(),
                report.failure().lines().findFirst().orElse(""),
                report.phases());
    }

    private static String describe(HostRun host) {
        try {
            return describe(host.rollout, host.current());
        } catch (IOException e) {
            return "cannot be asked: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "was not asked";
        }
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

    private static void tell(OperationContext context, DeployResult result) {
        Console console = context.console();
        if (result.hosts().size() > 1) {
            table(result).forEach(console::info);
        }
        switch (result.outcome()) {
            case DONE, UNSTABLE -> console.good(result.summary());
            case FAILED, REFUSED -> {
                console.error(result.summary());
                result.state().forEach((host, is) -> console.info("  " + host + ": " + is));
                console.info("  Mend the cause above and deploy again; what failed is taken back.");
            }
            case NEEDS_PERSON -> {
                console.error(result.summary());
                result.state().forEach((host, is) -> console.error("  " + host + ": " + is));
                console.error(
                        "  The run's journal is left open: mend what is named above, then run"
                                + " deploy or rollback again; it first "
                                + (result.committed() ? "finishes" : "takes back")
                                + " the rest.");
            }
        }
    }

    /** A line for each host, with its state and its seconds. */
    static List<String> table(DeployResult result) {
        int wide = result.hosts().stream().mapToInt(h -> h.host().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (HostResult host : result.hosts()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "  %-" + wide + "s  %7.1f s  %-12s %s%s",
                            host.host(),
                            host.seconds(),
                            word(host.outcome()),
                            host.current().isEmpty() ? "no release" : host.current(),
                            host.failure().isEmpty() ? "" : "  (" + host.failure() + ")"));
        }
        return lines;
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case DONE, UNSTABLE -> "done";
            case FAILED, REFUSED -> "taken back";
            case NEEDS_PERSON -> "needs a person";
        };
    }
}
