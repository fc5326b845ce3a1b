package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.StackFile;
import io.jenkins.plugins.erp.docker.SwarmCommands;
import io.jenkins.plugins.erp.docker.SwarmState;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Has the swarm bring a part of the stack to what the release's file says, and waits until it is
 * there. What does not come up, or is given up by the swarm, is a failure, told with the task's own
 * error and its last lines; the whole stack then goes back to the file of the release before.
 */
final class StackPartPhase implements Phase<Rollout> {
    private static final Duration DATA_READY = Duration.ofMinutes(3);
    private static final Duration MORE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(400);

    private final Part part;

    /** In this order, so that what is needed is there before what needs it. */
    enum Part {
        /** database and cache, before migrating */
        DATA("services"),
        /** web, workers, beat: the system's own image */
        SYSTEM("switch"),
        /** the rest; services that the release has no more go */
        OTHERS("others");

        private final String word;

        Part(String word) {
            this.word = word;
        }
    }

    StackPartPhase(Part part) {
        this.part = part;
    }

    @Override
    public String name() {
        return part.word;
    }

    @Override
    public String title() {
        return Messages.of(
                StackPartPhase.class, part == Part.SYSTEM ? "phase.system" : "phase." + part.word);
    }

    private List<String> mine(Rollout rollout, StackFile file)
            throws PhaseException, IOException, InterruptedException {
        List<String> data = new ArrayList<>(rollout.services("database"));
        data.addAll(rollout.services("cache"));
        List<String> system = ReleaseModel.rolled(rollout.target().services());
        List<String> mine = new ArrayList<>(file.services());
        switch (part) {
            case DATA -> mine.retainAll(data);
            case SYSTEM -> mine.retainAll(system);
            case OTHERS -> {
                mine.removeAll(data);
                mine.removeAll(system);
            }
        }
        return mine;
    }

    @Override
    public boolean idle(Rollout rollout) {
        return part == Part.DATA && rollout.without(Role.DATABASE, Role.CACHE);
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        String release = rollout.about().release();
        StackFile file = read(rollout, release);
        List<String> mine = mine(rollout, file);
        boolean whole = part == Part.OTHERS;
        if (mine.isEmpty() && !whole) {
            return "none";
        }
        Map<String, String> before = ids(rollout);
        List<String> web = part == Part.SYSTEM ? rollout.services("web") : List.of();
        bring(rollout, file, whole ? file.services() : mine, web, release, progress);
        return said(rollout, mine, before);
    }

    /** What was made anew and what was left, and what the proxy's own change cost. */
    private static String said(Rollout rollout, List<String> mine, Map<String, String> before)
            throws PhaseException, IOException, InterruptedException {
        Map<String, String> after = ids(rollout);
        List<String> anew = new ArrayList<>();
        for (String service : mine) {
            if (!before.getOrDefault(service, "").equals(after.getOrDefault(service, ""))) {
                anew.add(
                        service
                                + (before.containsKey(service)
                                                && rollout.services("proxy").contains(service)
                                        ? " (stopped first: nothing answered meanwhile)"
                                        : ""));
            }
        }
        return (anew.isEmpty() ? "" : "new: " + String.join(", ", anew))
                + (anew.size() == mine.size()
                        ? ""
                        : (anew.isEmpty() ? "" : "; ") + "others left running");
    }

    /** Containers on this node by service. */
    private static Map<String, String> ids(Rollout rollout)
            throws IOException, InterruptedException {
        Map<String, Set<String>> ids = new TreeMap<>();
        for (ContainerState one : rollout.docker().containers()) {
            ids.computeIfAbsent(one.service(), s -> new TreeSet<>()).add(one.id());
        }
        Map<String, String> all = new TreeMap<>();
        ids.forEach((service, set) -> all.put(service, String.join(" ", set)));
        return all;
    }

    private static StackFile read(Rollout rollout, String release)
            throws PhaseException, IOException, InterruptedException {
        String file = rollout.host().stackFile(release);
        String text =
                rollout.host()
                        .files()
                        .read(file)
                        .orElseThrow(
                                () ->
                                        PhaseException.refused(
                                                "there is no "
                                                        + file
                                                        + " on "
                                                        + rollout.host().files().where()
                                                        + ": the release was not made for a"
                                                        + " swarm"));
        try {
            return StackFile.parse(text);
        } catch (ConfigException e) {
            throw new PhaseException(file + ": " + e.getMessage(), e);
        }
    }

    private void bring(
            Rollout rollout,
            StackFile file,
            List<String> services,
            List<String> web,
            String release,
            Progress progress)
            throws PhaseException, IOException, InterruptedException {
        DockerHost docker = rollout.docker();
        String stack = docker.project();
        List<String> there = new ArrayList<>();
        List<String> known = docker.ids(SwarmCommands.services(stack));
        for (String service : services) {
            if (known.contains(SwarmCommands.full(stack, service))) {
                there.add(service);
            }
        }
        boolean prune = services.size() == file.services().size();
        List<String> before =
                there.isEmpty() ? List.of() : docker.ids(SwarmCommands.tasks(stack, there));
        CommandResult deployed =
                docker.run(SwarmCommands.deploy(stack, file.part(services).toJson(), prune));
        if (!deployed.ok()) {
            throw new PhaseException(
                    "docker stack deploy ended with exit code "
                            + deployed.exitCode()
                            + ":\n    | "
                            + String.join("\n    | ", DockerHost.last(deployed.tail(), 10)));
        }
        List<String> toMove = new ArrayList<>(web);
        toMove.retainAll(services);
        Duration limit =
                part == Part.DATA
                        ? DATA_READY
                        : rollout.environment().health().timeout().plus(MORE);
        long rounds = limit.toMillis() / POLL.toMillis();
        for (long i = 0; ; i++) {
            SwarmState.Verdict verdict = state(docker, stack, services).verdict(before);
            if (verdict.progress() == SwarmState.Progress.FAILED) {
                throw failure(docker, verdict);
            }
            List<String> moved = new ArrayList<>();
            for (String service : toMove) {
                if (StackWeb.move(rollout, file, service, release, progress)) {
                    moved.add(service);
                }
            }
            toMove.removeAll(moved);
            if (verdict.progress() == SwarmState.Progress.DONE && toMove.isEmpty()) {
                return;
            }
            if (i >= rounds) {
                throw new PhaseException(
                        "the stack did not come to rest within "
                                + limit.toSeconds()
                                + " s: "
                                + verdict.what());
            }
            progress.waiting(verdict.what());
            rollout.pause().sleep(POLL);
        }
    }

    private static SwarmState state(DockerHost docker, String stack, List<String> services)
            throws IOException, InterruptedException {
        String described =
                docker.quiet(SwarmCommands.inspectServices(stack, services)).orThrow().stdout();
        List<String> tasks = docker.ids(SwarmCommands.tasks(stack, services));
        // a task that the swarm has forgotten meanwhile fails the command, the others are printed
        String each =
                tasks.isEmpty() ? "[]" : docker.quiet(SwarmCommands.inspectTasks(tasks)).stdout();
        return SwarmState.parse(described, each);
    }

    private static PhaseException failure(DockerHost docker, SwarmState.Verdict verdict)
            throws InterruptedException {
        String container = verdict.culprit().flatMap(SwarmState.Task::containerId).orElse("");
        return new PhaseException(
                verdict.what()
                        + (container.isEmpty()
                                ? ""
                                : ". Its last lines:" + docker.lastLines(container)));
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        if (rollout.about().previousRelease().isEmpty() || !rollout.hasTarget()) {
            // what was brought goes with the whole stack
            return "";
        }
        String previous = rollout.about().previousRelease().get();
        if (!rollout.host().files().exists(rollout.host().stackFile(previous))) {
            return "";
        }
        StackFile file = read(rollout, previous);
        boolean data = part == Part.DATA;
        List<String> services = data ? mine(rollout, file) : file.services();
        if (services.isEmpty()) {
            return "";
        }
        bring(
                rollout,
                file,
                services,
                data ? List.of() : rollout.services("web"),
                previous,
                progress);
        return String.join(", ", services) + " as " + previous + " says";
    }
}
