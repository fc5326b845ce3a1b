package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Services of a swarm and their tasks at one moment, as {@code docker service inspect} and {@code
 * docker inspect --type task} tell them.
 *
 * @param services in the order asked for
 * @param tasks those that ended too, as far as the swarm remembers them
 */
public record SwarmState(List<Service> services, List<Task> tasks) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> GONE_BACK =
            Set.of("paused", "rollback_started", "rollback_paused", "rollback_completed");
    private static final Set<String> AT_WORK = Set.of("updating", "rollback_started");
    private static final Set<String> ENDED = Set.of("failed", "rejected", "complete");
    private static final int MOST_FAILURES = 3;

    /**
     * A service.
     *
     * @param id of the swarm
     * @param name with the stack's
     * @param replicas wanted; empty for one on each node
     * @param once whether its tasks end and stay ended
     * @param update how its last change goes: updating, completed, paused, rollback_started, ...;
     *     empty when none is known
     * @param message about that
     * @param container what its containers are to be like, for comparing
     */
    public record Service(
            String id,
            String name,
            Optional<Integer> replicas,
            boolean once,
            String update,
            String message,
            JsonNode container) {}

    /**
     * A task: one container, at one place.
     *
     * @param id of the swarm
     * @param service id of its service
     * @param state such as preparing, starting, running, failed, rejected, complete
     * @param wanted running, shutdown, ...
     * @param error its own, or ""
     * @param exitCode of its container; empty when that never ran
     * @param containerId empty when there never was one
     * @param container what its container is like, for comparing
     */
    public record Task(
            String id,
            String service,
            String state,
            String wanted,
            String error,
            Optional<Integer> exitCode,
            Optional<String> containerId,
            JsonNode container) {
        /** Whether it ended by itself; one that is unhealthy and ends well is complete, too. */
        public boolean ended() {
            return ENDED.contains(state);
        }
    }

    /** How far it has come. */
    public enum Progress {
        /** all is as wanted */
        DONE,
        /** not yet */
        WAITING,
        /** it will not be */
        FAILED
    }

    /**
     * What to make of it.
     *
     * @param what for people: what is waited for, or what went wrong; empty when done
     * @param culprit the task that failed
     */
    public record Verdict(Progress progress, String what, Optional<Task> culprit) {}

    /**
     * Reads both arrays.
     *
     * @throws IllegalArgumentException when they are none
     */
    public static SwarmState parse(String services, String tasks) {
        List<Service> all = new ArrayList<>();
        array(services, "docker service inspect").forEach(s -> all.add(service(s)));
        List<Task> each = new ArrayList<>();
        array(tasks, "docker inspect --type task").forEach(t -> each.add(task(t)));
        return new SwarmState(List.copyOf(all), List.copyOf(each));
    }

    private static JsonNode array(String json, String from) {
        try {
            JsonNode root = JSON.readTree(json.isBlank() ? "[]" : json);
            if (root.isArray()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            // the text may hold secrets: no cause, no excerpt
        }
        throw new IllegalArgumentException(from + " printed no JSON array");
    }

    private static Service service(JsonNode s) {
        JsonNode spec = s.path("Spec");
        JsonNode replicated = spec.path("Mode").path("Replicated").path("Replicas");
        return new Service(
                s.path("ID").asText(),
                spec.path("Name").asText(),
                replicated.isNumber() ? Optional.of(replicated.asInt()) : Optional.empty(),
                spec.path("TaskTemplate")
                        .path("RestartPolicy")
                        .path("Condition")
                        .asText("any")
                        .equals("none"),
                s.path("UpdateStatus").path("State").asText(""),
                s.path("UpdateStatus").path("Message").asText(""),
                spec.path("TaskTemplate").path("ContainerSpec"));
    }

    private static Task task(JsonNode t) {
        JsonNode status = t.path("Status");
        JsonNode container = status.path("ContainerStatus");
        return new Task(
                t.path("ID").asText(),
                t.path("ServiceID").asText(),
                status.path("State").asText(),
                t.path("DesiredState").asText(),
                status.path("Err").asText(""),
                container.has("ExitCode")
                        ? Optional.of(container.path("ExitCode").asInt())
                        : Optional.empty(),
                Optional.of(container.path("ContainerID").asText("")).filter(c -> !c.isEmpty()),
                t.path("Spec").path("ContainerSpec"));
    }

    /**
     * Whether all services have come to what they are to be.
     *
     * @param before ids of tasks that were there before the change: what became of them is no fault
     *     of it
     */
    public Verdict verdict(Collection<String> before) {
        Map<String, List<Task>> byService = new HashMap<>();
        tasks.forEach(t -> byService.computeIfAbsent(t.service(), s -> new ArrayList<>()).add(t));
        List<String> waiting = new ArrayList<>();
        for (Service service : services) {
            Verdict one = verdict(service, byService.getOrDefault(service.id(), List.of()), before);
            if (one.progress() == Progress.FAILED) {
                return one;
            }
            if (one.progress() == Progress.WAITING) {
                waiting.add(one.what());
            }
        }
        return waiting.isEmpty()
                ? new Verdict(Progress.DONE, "", Optional.empty())
                : new Verdict(Progress.WAITING, String.join(", ", waiting), Optional.empty());
    }

    private static Verdict verdict(Service service, List<Task> all, Collection<String> before) {
        List<Task> failed =
                all.stream()
                        .filter(t -> t.ended() && !before.contains(t.id()))
                        .filter(t -> !service.once() || !t.state().equals("complete"))
                        .toList();
        // the newest is named first
        Optional<Task> culprit = failed.stream().findFirst();
        if (GONE_BACK.contains(service.update())) {
            return new Verdict(
                    Progress.FAILED,
                    service.name()
                            + " was given up by the swarm ("
                            + service.update()
                            + (service.message().isEmpty() ? "" : ": " + service.message())
                            + ")"
                            + culprit.map(SwarmState::why).orElse(""),
                    culprit);
        }
        List<Task> fresh =
                all.stream().filter(t -> same(t.container(), service.container())).toList();
        long there =
                fresh.stream()
                        .filter(t -> t.state().equals("running") && t.wanted().equals("running"))
                        .count();
        long ended = fresh.stream().filter(t -> t.state().equals("complete")).count();
        long old =
                all.stream()
                        .filter(t -> !same(t.container(), service.container()))
                        .filter(t -> t.wanted().equals("running") && !t.ended())
                        .count();
        int wanted = service.replicas().orElse(1);
        boolean enough = there >= wanted || (service.once() && there + ended >= wanted);
        if (enough && old == 0 && !AT_WORK.contains(service.update())) {
            return new Verdict(Progress.DONE, "", Optional.empty());
        }
        if (failed.size() >= MOST_FAILURES) {
            return new Verdict(
                    Progress.FAILED,
                    service.name()
                            + " does not come up: "
                            + failed.size()
                            + " tries failed"
                            + culprit.map(SwarmState::why).orElse(""),
                    culprit);
        }
        String states =
                String.join(
                        "+",
                        fresh.stream()
                                .filter(t -> t.wanted().equals("running"))
                                .map(Task::state)
                                .sorted()
                                .toList());
        return new Verdict(
                Progress.WAITING,
                service.name()
                        + " ("
                        + there
                        + " of "
                        + wanted
                        + (states.isEmpty() ? "" : ", " + states)
                        + ")",
                Optional.empty());
    }

    /**
     * A service is printed with its defaults, a task is not; newer clients print more of either.
     */
    private static boolean same(JsonNode task, JsonNode service) {
        return said(task).equals(said(service));
    }

    private static JsonNode said(JsonNode container) {
        if (!(container.deepCopy() instanceof ObjectNode copy)) {
            return container;
        }
        // ten seconds where nothing is said
        copy.remove("StopGracePeriod");
        strip(copy);
        return copy;
    }

    private static void strip(JsonNode node) {
        node.forEach(SwarmState::strip);
        if (node instanceof ObjectNode object) {
            object.properties()
                    .removeIf(
                            e ->
                                    e.getValue().isNull()
                                            || (e.getValue().isContainerNode()
                                                    && e.getValue().isEmpty())
                                            || (e.getValue().isBoolean()
                                                    && !e.getValue().asBoolean()));
        }
    }

    private static String why(Task task) {
        return ": task "
                + task.state()
                + (task.error().isEmpty() ? "" : ", " + task.error())
                + task.exitCode()
                        .filter(c -> c != 0 && !task.error().contains("(" + c + ")"))
                        .map(c -> ", exit code " + c)
                        .orElse("");
    }

    /** Without what containers are given. */
    @Override
    public String toString() {
        return services.size() + " services, " + tasks.size() + " tasks";
    }
}
