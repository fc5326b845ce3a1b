package io.jenkins.plugins.erp.jenkins.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.jenkins.pages.Timeline.Bar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where the phases of a plan stand along its time. */
class TimelineTest {
    @Test
    void phasesFollowOneAnother() {
        Timeline timeline =
                timeline(
                        phase("a", "DONE", 2, 0),
                        phase("b", "DONE", 6, 0),
                        phase("c", "DONE", 2, 0));

        assertThat(timeline.seconds()).isEqualTo(10);
        assertThat(timeline.bars()).extracting(Bar::x).containsExactly(0, 200, 800);
        assertThat(timeline.bars()).extracting(Bar::width).containsExactly(200, 600, 200);
        assertThat(timeline.bars()).extracting(Bar::undoWidth).containsOnly(0);
    }

    @Test
    void whatWasTakenBackStandsBehindInReverse() {
        Timeline timeline =
                timeline(
                        phase("a", "REVERTED", 2, 1),
                        phase("b", "FAILED", 4, 3),
                        phase("c", "PENDING", 0, 0));

        assertThat(timeline.bars()).extracting(Bar::undoX).containsExactly(900, 600, 600);
        assertThat(timeline.bars()).extracting(Bar::undoWidth).containsExactly(100, 300, 0);
        assertThat(timeline.bars())
                .extracting(Bar::state)
                .containsExactly("reverted", "failed", "pending");
        assertThat(timeline.bars().get(2).took()).isEmpty();
    }

    @Test
    void theShortestCanBeSeenAndNothingLeavesThePicture() {
        Timeline timeline =
                timeline(phase("long", "DONE", 9_999, 0), phase("short", "DONE", 0.01, 0));

        Bar last = timeline.bars().get(1);
        assertThat(last.width()).isPositive();
        assertThat(last.x() + last.width()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void aResultOfAnotherVersionIsNoReasonToFail() {
        Timeline timeline =
                Timeline.of(
                        List.of(
                                Tree.of(Map.of("name", "a", "seconds", "soon", "state", 7)),
                                Tree.of(Map.of("seconds", -3))));

        assertThat(timeline.bars()).extracting(Bar::title).containsExactly("a", "");
        assertThat(timeline.bars()).extracting(Bar::width).containsOnly(0);
    }

    private static Timeline timeline(Tree... phases) {
        return Timeline.of(new ArrayList<>(Arrays.asList(phases)));
    }

    private static Tree phase(String name, String state, double seconds, double undo) {
        return Tree.of(
                Map.of(
                        "name",
                        name,
                        "title",
                        name,
                        "state",
                        state,
                        "seconds",
                        seconds,
                        "revertSeconds",
                        undo));
    }
}
