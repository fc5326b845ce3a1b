package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.ComposeService;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.Inspected;
import io.jenkins.plugins.erp.docker.ServiceDifference;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Services that are not switched from one generation to the next: started where they do not run,
 * recreated where they are not what the release wants of them, else left alone. Once for database
 * and cache, before migrating, and once for the rest, after the switch.
 */
final class ServicesPhase implements Phase<Rollout> {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final String FILES = "com.docker.compose.project.config_files";

    private final boolean data;

    /**
     * For a part of the services.
     *
     * @param data whether it is about database and cache; else about the rest
     */
    ServicesPhase(boolean data) {
        this.data = data;
    }

    @Override
    public String name() {
        return data ? "services" : "others";
    }

    @Override
    public String title() {
        return Messages.of(ServicesPhase.class, data ? "phase.services" : "phase.others");
    }

    private List<String> mine(Rollout rollout)
            throws PhaseException, IOException, InterruptedException {
        List<String> dataServices = new ArrayList<>(rollout.services("database"));
        dataServices.addAll(rollout.services("cache"));
        if (data) {
            return dataServices;
        }
        List<String> rest = new ArrayList<>(rollout.model().services().keySet());
        rest.removeAll(dataServices);
        rest.removeAll(ReleaseModel.rolled(rollout.target().services()));
        return rest;
    }

    @Override
    public boolean idle(Rollout rollout) {
        return data && rollout.without(Role.DATABASE, Role.CACHE);
    }

    @Override
    public boolean holdsOthers() {
        return data;
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        List<String> mine = mine(rollout);
        if (mine.isEmpty()) {
            return "none";
        }
        Map<String, List<Inspected>> there = there(rollout);
        Optional<ComposeProject> before = previousModel(rollout);
        List<String> start = new ArrayList<>();
        Map<String, List<String>> change = new LinkedHashMap<>();
        for (String service : mine) {
            List<Inspected> running = there.getOrDefault(service, List.of());
            List<ContainerState> states = running.stream().map(Inspected::state).toList();
            if (states.stream().noneMatch(ContainerState::running)) {
                if (!oneShotDone(rollout, service, states)) {
                    start.add(service);
                }
            } else {
                List<String> differs =
                        differs(
                                running,
                                rollout.model(),
                                service,
                                i -> madeByThisRun(rollout, i) ? Optional.empty() : before);
                if (!differs.isEmpty()) {
                    change.put(service, differs);
                }
            }
        }
        List<String> both = new ArrayList<>(start);
        both.addAll(change.keySet());
        boolean dark = !Collections.disjoint(change.keySet(), rollout.services("proxy"));
        change.forEach(
                (service, differs) ->
                        progress.warn(
                                service
                                        + " has to be made anew, for these changed: "
                                        + String.join(", ", differs)));
        if (dark) {
            progress.warn("the proxy is away meanwhile: there is a gap, which is measured");
        }
        Instant begin = rollout.context().clock().instant();
        if (!both.isEmpty()) {
            rollout.docker().must(rollout.compose().update(both));
            awaitReady(rollout, both, progress);
        }
        List<String> told = new ArrayList<>();
        if (!start.isEmpty()) {
            told.add("started " + String.join(", ", start));
        }
        if (!change.isEmpty()) {
            String gap = "";
            if (dark) {
                Duration took = Duration.between(begin, rollout.context().clock().instant());
                gap =
                        String.format(
                                Locale.ROOT,
                                ", nothing answered for at most %.1f s",
                                took.toMillis() / 1000.0);
            }
            told.add("recreated " + String.join(", ", change.keySet()) + gap);
        }
        if (both.size() != mine.size()) {
            told.add("others left running");
        }
        return String.join("; ", told);
    }

    /** The project's containers by service. */
    private static Map<String, List<Inspected>> there(Rollout rollout)
            throws IOException, InterruptedException {
        Map<String, List<Inspected>> there = new HashMap<>();
        for (Inspected one : rollout.docker().inspected(rollout.docker().ids())) {
            there.computeIfAbsent(one.state().service(), s -> new ArrayList<>()).add(one);
        }
        return there;
    }

    private static Optional<ComposeProject> previousModel(Rollout rollout)
            throws IOException, InterruptedException {
        try {
            return rollout.previousModel();
        } catch (PhaseException e) {
            // only for what cannot be seen on the containers
            return Optional.empty();
        }
    }

    /** What differs between a service's containers that run and a model of it. */
    private static List<String> differs(
            List<Inspected> there,
            ComposeProject wanted,
            String service,
            Function<Inspected, Optional<ComposeProject>> before) {
        return there.stream()
                .filter(i -> i.state().running())
                .flatMap(i -> ServiceDifference.of(i, wanted, service, before.apply(i)).stream())
                .distinct()
                .toList();
    }

    private static boolean madeByThisRun(Rollout rollout, Inspected container) {
        return rollout.host()
                .composeFile(rollout.about().release())
                .equals(container.state().labels().get(FILES));
    }

    private static boolean oneShotDone(Rollout rollout, String service, List<ContainerState> there)
            throws PhaseException, IOException, InterruptedException {
        ComposeService described = rollout.model().services().get(service);
        boolean once = described != null && List.of("", "no").contains(described.restart());
        return once
                && !there.isEmpty()
                && there.stream().allMatch(c -> c.state().equals("exited") && c.exitCode() == 0);
    }

    private static void awaitReady(Rollout rollout, List<String> services, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        long rounds = READY.toMillis() / POLL.toMillis();
        for (long i = 0; ; i++) {
            List<ContainerState> mine =
                    rollout.docker().containers().stream()
                            .filter(c -> services.contains(c.service()))
                            .toList();
            for (ContainerState c : mine) {
                boolean ended = c.state().equals("exited") || c.state().equals("dead");
                if ((ended && c.exitCode() != 0)
                        || c.restartCount() > 2
                        || c.health().filter("unhealthy"::equals).isPresent()) {
                    throw new PhaseException(
                            c.name()
                                    + " does not come up ("
                                    + c.state()
                                    + c.health().map(h -> ", " + h).orElse("")
                                    + "). Its last lines:"
                                    + rollout.docker().lastLines(c.id()));
                }
            }
            List<ContainerState> open =
                    mine.stream().filter(c -> !c.ready() && !c.state().equals("exited")).toList();
            if (open.isEmpty() && !mine.isEmpty()) {
                return;
            }
            if (i >= rounds) {
                throw new PhaseException(
                        Generations.names(open)
                                + " did not become healthy within "
                                + READY.toSeconds()
                                + " s");
            }
            progress.waiting(Generations.names(open) + " to be healthy");
            rollout.pause().sleep(POLL);
        }
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        if (rollout.about().virgin()) {
            // what was brought up goes with the stack, when the first of these phases is taken back
            if (data
                    && rollout.host()
                            .files()
                            .exists(rollout.host().composeFile(rollout.about().release()))) {
                rollout.docker().must(rollout.compose().down(false));
                return "the stack was taken down again; volumes stay";
            }
            return "";
        }
        Optional<ComposeCommands> previous = rollout.previousCompose();
        if (previous.isEmpty() || !rollout.hasTarget()) {
            return "";
        }
        Optional<ComposeProject> model = previousModel(rollout);
        if (model.isEmpty()) {
            return "";
        }
        ComposeProject target = rollout.model();
        Map<String, List<Inspected>> there = there(rollout);
        List<String> back = new ArrayList<>();
        for (String service : mine(rollout)) {
            if (model.get().services().containsKey(service)
                    && !differs(
                                    there.getOrDefault(service, List.of()),
                                    model.get(),
                                    service,
                                    i ->
                                            madeByThisRun(rollout, i)
                                                    ? Optional.of(target)
                                                    : Optional.empty())
                            .isEmpty()) {
                back.add(service);
            }
        }
        if (back.isEmpty()) {
            return "";
        }
        rollout.docker().must(previous.get().update(back));
        awaitReady(rollout, back, progress);
        return String.join(", ", back) + " as before";
    }
}
