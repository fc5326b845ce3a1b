package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.ComposeService;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Services that are not switched from one generation to the next: started where they do not run,
 * recreated where what the Compose files say of them has changed, else left alone. Once for
 * database and cache, before migrating, and once for the rest, after the switch.
 */
final class ServicesPhase implements Phase<Rollout> {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final String HASH = "com.docker.compose.config-hash";

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
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        List<String> mine = mine(rollout);
        if (mine.isEmpty()) {
            return "none";
        }
        List<ContainerState> all = rollout.docker().containers();
        Map<String, String> wanted = hashes(rollout, rollout.compose());
        List<String> start = new ArrayList<>();
        List<String> change = new ArrayList<>();
        for (String service : mine) {
            List<ContainerState> there =
                    all.stream().filter(c -> c.service().equals(service)).toList();
            if (there.isEmpty() || there.stream().noneMatch(ContainerState::running)) {
                if (!oneShotDone(rollout, service, there)) {
                    start.add(service);
                }
            } else if (differs(there, wanted.get(service))) {
                change.add(service);
            }
        }
        if (!change.isEmpty()) {
            progress.warn(
                    String.join(", ", change)
                            + " changed in the Compose files, so it is recreated: it is away for some"
                            + " seconds");
        }
        List<String> both = new ArrayList<>(start);
        both.addAll(change);
        if (!both.isEmpty()) {
            rollout.docker().must(rollout.compose().update(both));
            awaitReady(rollout, both, progress);
        }
        return (start.isEmpty() ? "" : "started " + String.join(", ", start) + "; ")
                + (change.isEmpty() ? "" : "recreated " + String.join(", ", change) + "; ")
                + (both.size() == mine.size() ? "" : "others left running");
    }

    private static boolean oneShotDone(Rollout rollout, String service, List<ContainerState> there)
            throws PhaseException, IOException, InterruptedException {
        ComposeService described = rollout.model().services().get(service);
        boolean once = described != null && List.of("", "no").contains(described.restart());
        return once
                && !there.isEmpty()
                && there.stream().allMatch(c -> c.state().equals("exited") && c.exitCode() == 0);
    }

    private static boolean differs(List<ContainerState> there, String wanted) {
        return wanted != null
                && there.stream()
                        .filter(ContainerState::running)
                        .anyMatch(c -> !wanted.equals(c.labels().get(HASH)));
    }

    /** Service to the hash that Compose labels its containers with. */
    private static Map<String, String> hashes(Rollout rollout, ComposeCommands compose)
            throws IOException, InterruptedException {
        String text =
                rollout.docker().quiet(compose.compose("config", "--hash", "*")).orThrow().stdout();
        Map<String, String> hashes = new HashMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.trim().split("\\s+");
            if (words.length == 2) {
                hashes.put(words[0], words[1]);
            }
        }
        return hashes;
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
        List<ContainerState> all = rollout.docker().containers();
        Map<String, String> wanted = hashes(rollout, previous.get());
        List<String> back = new ArrayList<>();
        for (String service : mine(rollout)) {
            List<ContainerState> there =
                    all.stream().filter(c -> c.service().equals(service)).toList();
            if (wanted.containsKey(service) && differs(there, wanted.get(service))) {
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
