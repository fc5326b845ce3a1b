package io.jenkins.plugins.erp.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.plan.ExecutionReport.Ending;
import io.jenkins.plugins.erp.plan.JournalEntry.Event;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExecutorTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    /** Stands for a host: each phase adds its two halves and takes away what it finds. */
    private static final class World {
        final Set<String> effects = new TreeSet<>();
        final List<String> order = new ArrayList<>();
        int budget = Integer.MAX_VALUE;

        void step() {
            if (budget-- <= 0) {
                throw new Killed();
            }
        }
    }

    /** The process is gone: nothing in it may catch this. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private record Toy(
            String name, boolean fails, boolean revertFails, boolean interrupted, boolean holds)
            implements Phase<World> {
        Toy(String name) {
            this(name, false, false, false);
        }

        Toy(String name, boolean fails, boolean revertFails, boolean interrupted) {
            this(name, fails, revertFails, interrupted, false);
        }

        @Override
        public boolean holdsOthers() {
            return holds;
        }

        @Override
        public String title() {
            return "the " + name;
        }

        @Override
        public String apply(World world, Progress progress)
                throws PhaseException, InterruptedException {
            world.step();
            world.effects.add(name + ".1");
            world.step();
            if (interrupted) {
                throw new InterruptedException();
            }
            if (fails) {
                throw new PhaseException(name + " broke");
            }
            world.effects.add(name + ".2");
            world.step();
            world.order.add(name);
            return "";
        }

        @Override
        public String revert(World world, Progress progress) throws PhaseException {
            world.step();
            if (revertFails) {
                throw new PhaseException(name + " stuck");
            }
            world.effects.remove(name + ".2");
            world.step();
            world.effects.remove(name + ".1");
            world.order.add("-" + name);
            return "";
        }
    }

    /** Survives the process; may die before or after a line is on the disk. */
    private static final class DiskJournal implements Journal {
        final List<JournalEntry> disk = new ArrayList<>();
        World world = new World();
        boolean full;
        Event refused;

        @Override
        public List<JournalEntry> entries() {
            return List.copyOf(disk);
        }

        @Override
        public void append(String phase, Event event, String detail) throws IOException {
            world.step();
            if (full || event == refused) {
                refused = null;
                throw new IOException("No space left on device");
            }
            disk.add(new JournalEntry(disk.size() + 1, phase, event, "", detail));
            world.step();
        }
    }

    private static ExecutionReport run(Plan<World> plan, World world, Journal journal) {
        return new Executor(Console.NONE, CLOCK, d -> {}).run(plan, world, journal);
    }

    private static Plan<World> plan(Toy... phases) {
        return new Plan<>("test", List.of(phases));
    }

    @Test
    void appliesInOrder() {
        World world = new World();
        ExecutionReport report =
                run(plan(new Toy("a"), new Toy("b")), world, new MemoryJournal(CLOCK));
        assertThat(report.ending()).isEqualTo(Ending.DONE);
        assertThat(world.order).containsExactly("a", "b");
    }

    @Test
    void takesBackInReverseOrderTheFailedPhaseIncluded() {
        World world = new World();
        ExecutionReport report =
                run(
                        plan(
                                new Toy("a"),
                                new Toy("b"),
                                new Toy("c", true, false, false),
                                new Toy("d")),
                        world,
                        new MemoryJournal(CLOCK));
        assertThat(report.ending()).isEqualTo(Ending.UNDONE);
        assertThat(report.failedPhase()).contains("the c");
        assertThat(report.failure()).isEqualTo("c broke");
        assertThat(world.order).containsExactly("a", "b", "-c", "-b", "-a");
        assertThat(world.effects).isEmpty();
    }

    @Test
    void aRevertThatFailsNeedsAPersonButTheOthersAreTakenBack() {
        World world = new World();
        ExecutionReport report =
                run(
                        plan(
                                new Toy("a"),
                                new Toy("b", false, true, false),
                                new Toy("c", true, false, false)),
                        world,
                        new MemoryJournal(CLOCK));
        assertThat(report.ending()).isEqualTo(Ending.NEEDS_PERSON);
        assertThat(world.effects).containsExactly("b.1", "b.2");
    }

    @Test
    void anAbortTakesBackToo() {
        World world = new World();
        ExecutionReport report =
                run(
                        plan(new Toy("a"), new Toy("b", false, false, true)),
                        world,
                        new MemoryJournal(CLOCK));
        assertThat(report.aborted()).isTrue();
        assertThat(report.ending()).isEqualTo(Ending.UNDONE);
        assertThat(world.effects).isEmpty();
    }

    /** It was taken for the newest once, and the phase for one that is still to be taken back. */
    @ParameterizedTest
    @EnumSource(
            value = Event.class,
            names = {"FAILED", "REVERTING", "REVERTED"})
    void anEntryThatCouldNotBeWrittenKeepsItsPlace(Event refused) {
        World world = new World();
        DiskJournal journal = new DiskJournal();
        journal.refused = refused;
        ExecutionReport report =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(30),
                        () ->
                                run(
                                        plan(new Toy("a"), new Toy("b", true, false, false)),
                                        world,
                                        journal));
        assertThat(report.ending()).isEqualTo(Ending.UNDONE);
        assertThat(world.order).containsExactly("a", "-b", "-a");
    }

    @Test
    void aPhaseIsNotBegunWhenTheJournalCannotBeWritten() {
        World world = new World();
        DiskJournal journal = new DiskJournal();
        journal.full = true;
        ExecutionReport report = run(plan(new Toy("a")), world, journal);
        assertThat(report.ending()).isEqualTo(Ending.UNDONE);
        assertThat(report.failure()).contains("No space left");
        assertThat(world.order).containsExactly("-a");
    }

    @Test
    void killedAtEveryStepTheNextComerEndsInOneOfTheTwoGoodStates() {
        Plan<World> plan = plan(new Toy("a"), new Toy("b"), new Toy("commit"));
        Set<String> all = Set.of("a.1", "a.2", "b.1", "b.2", "commit.1", "commit.2");
        boolean forward = false;
        boolean back = false;
        int killed = 0;
        for (int budget = 0; ; budget++) {
            World world = new World();
            DiskJournal journal = new DiskJournal();
            journal.world = world;
            world.budget = budget;
            try {
                run(plan, world, journal);
                break;
            } catch (Killed dead) {
                killed++;
            }
            // the one who picks it up is killed at every step, too
            for (int second = 0; second < 40; second += 3) {
                World again = new World();
                again.effects.addAll(world.effects);
                DiskJournal copy = new DiskJournal();
                copy.disk.addAll(journal.disk);
                copy.world = again;
                again.budget = second;
                try {
                    pickUp(plan, again, copy);
                } catch (Killed dead) {
                    again.budget = Integer.MAX_VALUE;
                    pickUp(plan, again, copy);
                }
                assertThat(again.effects)
                        .as("killed after %d steps, then after %d", budget, second)
                        .isIn(Set.of(), all);
                forward |= !again.effects.isEmpty();
                back |= again.effects.isEmpty();
            }
        }
        assertThat(killed).isGreaterThan(15);
        assertThat(forward).isTrue();
        assertThat(back).isTrue();
    }

    private static void pickUp(Plan<World> plan, World world, DiskJournal journal) {
        if (!Decision.finishForward(plan.names(), journal.entries(), "commit")
                && !Decision.goesBack(journal.entries())) {
            try {
                journal.append("", Event.UNDO, "found unfinished");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        run(plan, world, journal);
    }

    @Test
    void whatALaterPhaseNeedsToBeTakenBackStaysUntilItIs() {
        World world = new World();
        DiskJournal journal = new DiskJournal();
        Toy holding = new Toy("a", false, false, false, true);
        Toy other = new Toy("b");
        Toy last = new Toy("d", true, false, false);
        Plan<World> stuck = plan(holding, other, new Toy("c", false, true, false), last);
        assertThat(run(stuck, world, journal).ending()).isEqualTo(Ending.NEEDS_PERSON);
        assertThat(world.effects).contains("a.1", "c.1").doesNotContain("b.1");
        Plan<World> mended = plan(holding, other, new Toy("c"), last);
        assertThat(run(mended, world, journal).ending()).isEqualTo(Ending.UNDONE);
        assertThat(world.effects).isEmpty();
    }

    @Test
    void whatIsBeforeOneThatHoldsAndIsStuckStaysToo() {
        World world = new World();
        DiskJournal journal = new DiskJournal();
        Toy first = new Toy("a");
        Toy last = new Toy("c", true, false, false);
        Plan<World> stuck = plan(first, new Toy("b", false, true, false, true), last);
        assertThat(run(stuck, world, journal).ending()).isEqualTo(Ending.NEEDS_PERSON);
        assertThat(world.effects).contains("a.1", "a.2", "b.1").doesNotContain("c.1");
        Plan<World> mended = plan(first, new Toy("b", false, false, false, true), last);
        assertThat(run(mended, world, journal).ending()).isEqualTo(Ending.UNDONE);
        assertThat(world.effects).isEmpty();
    }

    @Test
    void aRevertThatFailedInAnEarlierRunIsTriedAgain() {
        World world = new World();
        DiskJournal journal = new DiskJournal();
        Plan<World> stuck =
                plan(new Toy("a", false, true, false), new Toy("b", true, false, false));
        assertThat(run(stuck, world, journal).ending()).isEqualTo(Ending.NEEDS_PERSON);
        Plan<World> mended = plan(new Toy("a"), new Toy("b", true, false, false));
        assertThat(run(mended, world, journal).ending()).isEqualTo(Ending.UNDONE);
        assertThat(world.effects).isEmpty();
    }
}
