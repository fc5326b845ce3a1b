package io.jenkins.plugins.erp.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.plan.ExecutionReport.Ending;
import io.jenkins.plugins.erp.plan.JournalEntry.Event;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Phases of which it is known beforehand that they have nothing to do. */
class IdlePhasesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final List<String> told = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Console console =
            (level, line) -> {
                if (line.startsWith("[")) {
                    told.add(line);
                }
            };

    /* works on the names of those that are idle */
    private final class Step implements Phase<Set<String>> {
        private final String name;

        Step(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String title() {
            return name.toUpperCase(java.util.Locale.ROOT);
        }

        @Override
        public boolean idle(Set<String> idle) {
            return idle.contains(name);
        }

        @Override
        public String apply(Set<String> idle, Progress progress) {
            done.add(name);
            return "";
        }

        @Override
        public String revert(Set<String> idle, Progress progress) {
            done.add("-" + name);
            return "";
        }
    }

    private final Plan<Set<String>> plan =
            new Plan<>("test", List.of(new Step("a"), new Step("b"), new Step("c")));

    @Test
    void areNeitherToldNorCountedAndTheJournalSaysSo() {
        MemoryJournal journal = new MemoryJournal(CLOCK);
        ExecutionReport report =
                new Executor(console, CLOCK, d -> {}, 4, false).run(plan, Set.of("b"), journal);
        assertThat(report.ending()).isEqualTo(Ending.DONE);
        assertThat(told).containsExactly("[5/6] A", "[6/6] C");
        assertThat(done).containsExactly("a", "c");
        assertThat(PhaseState.of(plan.names(), journal.entries()))
                .containsEntry("b", PhaseState.SKIPPED);
    }

    @Test
    void noNumberOfAllIsToldWhereOthersFollow() {
        new Executor(console, CLOCK, d -> {}, 0, true)
                .run(plan, Set.of("a"), new MemoryJournal(CLOCK));
        assertThat(told).containsExactly("[1] B", "[2] C");
    }

    /** What was begun when it had something to do is finished, or taken back. */
    @Test
    void oneThatAnEarlierProcessHasBegunIsNotForgotten() throws Exception {
        for (boolean back : new boolean[] {false, true}) {
            done.clear();
            told.clear();
            MemoryJournal journal = new MemoryJournal(CLOCK);
            journal.append("a", Event.DONE, "");
            journal.append("b", Event.STARTED, "");
            if (back) {
                journal.append("", Event.UNDO, "found unfinished");
            }
            new Executor(console, CLOCK, d -> {}).run(plan, Set.of("b"), journal);
            assertThat(done).isEqualTo(back ? List.of("-b", "-a") : List.of("b", "c"));
            assertThat(told).isEqualTo(back ? List.of() : List.of("[2/3] B", "[3/3] C"));
        }
    }
}
