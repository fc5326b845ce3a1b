package io.jenkins.plugins.erp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With what Docker 20.10 printed of a service that was made, updated, and given up. */
class SwarmStateTest {
    private static final String OLD = "vsw5l0";

    private static String read(String name) throws IOException {
        try (InputStream in = SwarmStateTest.class.getResourceAsStream("swarm/" + name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static SwarmState state(String moment) throws IOException {
        return SwarmState.parse(read(moment + "-services"), read(moment + "-tasks"));
    }

    private static SwarmState.Verdict verdict(String moment) throws IOException {
        List<String> before =
                state(moment).tasks().stream()
                        .map(SwarmState.Task::id)
                        .filter(id -> id.startsWith(OLD))
                        .toList();
        return state(moment).verdict(before);
    }

    @Test
    void aServiceThatRunsIsDone() throws Exception {
        assertThat(verdict("running").progress()).isEqualTo(SwarmState.Progress.DONE);
        assertThat(verdict("updated").progress()).isEqualTo(SwarmState.Progress.DONE);
    }

    @Test
    void anUpdateIsWaitedForThoughTheOldTaskStillRuns() throws Exception {
        SwarmState.Verdict verdict = verdict("updating");
        assertThat(verdict.progress()).isEqualTo(SwarmState.Progress.WAITING);
        assertThat(verdict.what()).isEqualTo("erpsw-probe_r (0 of 1, starting)");
    }

    @Test
    void theSwarmHasNotBegunYet() throws Exception {
        // the new description and the tasks of before: an update's state is not there yet
        SwarmState mixed = SwarmState.parse(read("updated-services"), read("running-tasks"));
        assertThat(mixed.verdict(List.of()).progress()).isEqualTo(SwarmState.Progress.WAITING);
    }

    @Test
    void whatTheSwarmGaveUpHasFailedThoughAnOldTaskRuns() throws Exception {
        for (String moment : List.of("given-up", "gone-back")) {
            SwarmState.Verdict verdict = verdict(moment);
            assertThat(verdict.progress()).as(moment).isEqualTo(SwarmState.Progress.FAILED);
            assertThat(verdict.what()).contains("erpsw-probe_r was given up by the swarm");
            // unhealthy, it was told to end and did so well: it is the one to show all the same
            assertThat(verdict.culprit().orElseThrow().id()).startsWith("wgaa3q");
            assertThat(verdict.culprit().orElseThrow().containerId().orElseThrow())
                    .startsWith("d5c1c347");
        }
    }

    private static String task(String id, String state, String error) {
        return "{\"ID\": \""
                + id
                + "\", \"ServiceID\": \"s\", \"DesiredState\": \"shutdown\", \"Status\": {\"State\": \""
                + state
                + "\", \"Err\": \""
                + error
                + "\", \"ContainerStatus\": {\"ExitCode\": 3}},"
                + " \"Spec\": {\"ContainerSpec\": {\"Image\": \"i\"}}}";
    }

    private static String service(String condition) {
        return "[{\"ID\": \"s\", \"Spec\": {\"Name\": \"erp_web\", \"Mode\": {\"Replicated\":"
                + " {\"Replicas\": 1}}, \"TaskTemplate\": {\"ContainerSpec\": {\"Image\": \"i\"},"
                + " \"RestartPolicy\": {\"Condition\": \""
                + condition
                + "\"}}}}]";
    }

    @Test
    void aNewServiceThatIsTriedAgainAndAgainHasFailed() {
        String tries =
                "["
                        + task("c", "failed", "task: non-zero exit (3)")
                        + ","
                        + task("b", "rejected", "invalid mount")
                        + ","
                        + task("a", "failed", "")
                        + "]";
        SwarmState state = SwarmState.parse(service("any"), tries);
        SwarmState.Verdict verdict = state.verdict(List.of());
        assertThat(verdict.progress()).isEqualTo(SwarmState.Progress.FAILED);
        assertThat(verdict.what())
                .isEqualTo(
                        "erp_web does not come up: 3 tries failed: task failed, task: non-zero exit"
                                + " (3)");
        // what failed before the change is no fault of it
        assertThat(state.verdict(List.of("a")).progress()).isEqualTo(SwarmState.Progress.WAITING);
    }

    @Test
    void whatRunsOnceIsDoneWhenItHasEndedWell() {
        String ended = "[" + task("a", "complete", "") + "]";
        assertThat(SwarmState.parse(service("none"), ended).verdict(List.of()).progress())
                .isEqualTo(SwarmState.Progress.DONE);
        assertThat(SwarmState.parse(service("any"), ended).verdict(List.of()).progress())
                .isEqualTo(SwarmState.Progress.WAITING);
    }
}
