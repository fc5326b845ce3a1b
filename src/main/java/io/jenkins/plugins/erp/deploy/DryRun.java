package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
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

/** Tells what a deploy would be, and how it differs from what serves on each host. */
final class DryRun {

    private DryRun() {}

    /** A look at one host. */
    private record Seen(
            Optional<Release> now, Optional<Difference> difference, Optional<Exception> failure) {}

    /**
     * Tells it; nothing is changed.
     *
     * @param run what it would be, of no host yet
     */
    static DeployResult tell(
            Fleet fleet, RolloutAbout run, DeployRequest request, ConfigCheck.Given given)
            throws OperationException, InterruptedException {
        Console console = fleet.context.console();
        Preparation lead = fleet.lead();
        List<String> beat = lead.checked.orElseThrow().roles().getOrDefault(Role.BEAT, List.of());
        List<RolloutAbout> abouts = Abouts.everywhere(fleet, run, beat);
        RolloutAbout about = abouts.get(0);
        console.info("dry run: nothing is changed. A deploy would be, phase by phase:");
        for (Phase<Rollout> phase : phases(lead, about, request)) {
            console.info("  - " + phase.title());
        }
        console.info("what differs from what serves:");
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < abouts.size(); i++) {
            all.add(i);
        }
        List<Seen> seen = fleet.each(all, i -> look(fleet.hosts.get(i), abouts.get(i), given));
        Map<String, Difference> differences = new LinkedHashMap<>();
        for (int i = 0; i < seen.size(); i++) {
            Optional<Exception> failure = seen.get(i).failure();
            if (failure.isPresent()) {
                throw failed(failure.get());
            }
            differences.put(fleet.hosts.get(i).name, seen.get(i).difference().orElseThrow());
        }
        Difference.together(differences).forEach(line -> console.info("  " + line));
        try {
            new MigrationLook(lead.state(), lead.engine())
                    .tell(
                            seen.get(0).now(),
                            given.image(),
                            about.operation(),
                            fleet.several() ? " (once, on " + lead.name + ")" : "",
                            console);
        } catch (PhaseException | IOException e) {
            throw failed(e);
        }
        return new DeployResult(
                "dry run of deploy",
                Outcome.DONE,
                lead.environment.name(),
                about.release(),
                about.previous(),
                about.previous(),
                given.image().toString(),
                "",
                given.commit(),
                List.of(),
                Duration.between(Instant.parse(run.started()), fleet.context.clock().instant())
                                .toMillis()
                        / 1000.0,
                "",
                "",
                Map.of(),
                List.of(),
                fleet.hosts.stream().mapToInt(h -> h.docker.orElseThrow().commands()).sum(),
                List.of());
    }

    private static List<Phase<Rollout>> phases(
            Preparation host, RolloutAbout about, DeployRequest request)
            throws OperationException, InterruptedException {
        try {
            Rollout rollout = Rollout.of(host, about, Optional.of(request));
            return Plans.of(about, r -> null).phases().stream()
                    .filter(p -> !p.idle(rollout))
                    .toList();
        } catch (PhaseException e) {
            throw failed(e);
        }
    }

    private static Seen look(Preparation host, RolloutAbout about, ConfigCheck.Given given) {
        try {
            HostState state = host.state();
            Optional<Release> now =
                    about.previousRelease().isEmpty()
                            ? Optional.empty()
                            : state.release(about.previousRelease().get());
            List<String> services =
                    new ArrayList<>(Difference.flat(host.checked.orElseThrow().roles().values()));
            services.removeAll(about.idle());
            return new Seen(
                    now,
                    Optional.of(
                            Difference.of(
                                    now, given.image(), given.env().values().keySet(), services)),
                    Optional.empty());
        } catch (PhaseException | IOException | InterruptedException e) {
            return new Seen(Optional.empty(), Optional.empty(), Optional.of(e));
        }
    }

    private static OperationException failed(Exception e) throws InterruptedException {
        if (e instanceof InterruptedException) {
            throw new InterruptedException("aborted; nothing was changed");
        }
        return new OperationException(Outcome.FAILED, e.getMessage(), e);
    }
}
