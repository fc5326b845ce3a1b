package io.jenkins.plugins.erp.plan;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.plan.ExecutionReport.Ending;
import io.jenkins.plugins.erp.plan.ExecutionReport.PhaseReport;
import io.jenkins.plugins.erp.plan.JournalEntry.Event;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a plan: writes ahead to the journal, applies phases in order, and when one fails takes back
 * in reverse order what may have been done. Started with a journal that has entries, it goes on
 * from there.
 */
public final class Executor {
    private static final int REVERT_TRIES = 3;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    private final Console console;
    private final Clock clock;
    private final Pause pause;
    private final int before;
    private final int total;

    /** For a plan that is shown alone. */
    public Executor(Console console, Clock clock, Pause pause) {
        this(console, clock, pause, 0, 0);
    }

    /**
     * For a plan that is shown as a part of something longer.
     *
     * @param before phases shown before this plan's first
     * @param total phases shown altogether; 0: this plan's
     */
    public Executor(Console console, Clock clock, Pause pause, int before, int total) {
        this.console = console;
        this.clock = clock;
        this.pause = pause;
        this.before = before;
        this.total = total;
    }

    /**
     * Runs the plan to one of its ends. Interruption counts as a failure of the phase it meets:
     * what was done is taken back, and the report says aborted; the thread's interrupt flag is then
     * clear.
     *
     * @return how it ended; a failure of a phase is in the report, not thrown
     * @throws StoppedException when somebody else has taken over: nothing more has been touched
     */
    public <S> ExecutionReport run(Plan<S> plan, S state, Journal journal) {
        return new Run<>(plan, state, journal).toEnd();
    }

    private final class Run<S> {
        private final Plan<S> plan;
        private final S state;
        private final Journal journal;
        private final int from;
        /* what the journal refused to take; decisions still count it */
        private final List<JournalEntry> unwritten = new ArrayList<>();
        private final Map<String, Double> seconds = new LinkedHashMap<>();
        private final Map<String, Double> revertSeconds = new LinkedHashMap<>();
        private final Map<String, String> messages = new LinkedHashMap<>();
        private Optional<String> failedPhase = Optional.empty();
        private String failure = "";
        private boolean refused;
        private boolean aborted;

        Run(Plan<S> plan, S state, Journal journal) {
            this.plan = plan;
            this.state = state;
            this.journal = journal;
            this.from = journal.entries().size();
        }

        ExecutionReport toEnd() {
            while (true) {
                Decision decision = Decision.next(plan.names(), entries(), from);
                switch (decision.kind()) {
                    case APPLY -> apply(plan.phase(decision.phase()));
                    case REVERT -> revert(plan.phase(decision.phase()));
                    case FINISHED_DONE -> {
                        return report(Ending.DONE);
                    }
                    case FINISHED_UNDONE -> {
                        return report(Ending.UNDONE);
                    }
                    case FINISHED_NEEDS_PERSON -> {
                        return report(Ending.NEEDS_PERSON);
                    }
                }
            }
        }

        private void apply(Phase<S> phase) {
            Instant start = clock.instant();
            Progress progress = new Progress(console, clock);
            String number = number(phase);
            try {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (phase.skip(state)) {
                    console.detail(number + phase.title() + ": nothing to do");
                    write(phase, Event.SKIPPED, "");
                    return;
                }
                console.info(number + phase.title());
                write(phase, Event.STARTED, "");
                String message = phase.apply(state, progress);
                double took = since(start);
                seconds.put(phase.name(), took);
                messages.put(phase.name(), message);
                write(phase, Event.DONE, message);
                console.good(
                        "    ok, " + text(took) + " s" + (message.isEmpty() ? "" : ": " + message));
            } catch (StoppedException e) {
                throw e;
            } catch (PhaseException | IOException | RuntimeException e) {
                boolean wrong = e instanceof PhaseException p && p.isRefused();
                fail(phase, start, describe(e), wrong, false);
            } catch (InterruptedException e) {
                fail(phase, start, "aborted", false, true);
            }
        }

        private void fail(
                Phase<S> phase, Instant start, String why, boolean wrongInput, boolean abort) {
            seconds.put(phase.name(), since(start));
            failedPhase = Optional.of(phase.title());
            failure = why;
            refused = wrongInput;
            aborted = abort;
            messages.put(phase.name(), why);
            console.error(
                    "    "
                            + (abort ? "ABORTED" : "FAILED")
                            + " after "
                            + text(since(start))
                            + " s: "
                            + why);
            writeAnyway(phase, Event.FAILED, why);
        }

        private void revert(Phase<S> phase) {
            if (!phase.changesSomething()) {
                writeAnyway(phase, Event.REVERTED, "");
                return;
            }
            Instant start = clock.instant();
            console.info("    taking back: " + phase.title());
            writeAnyway(phase, Event.REVERTING, "");
            String why = "";
            for (int attempt = 1; attempt <= REVERT_TRIES; attempt++) {
                try {
                    String message = phase.revert(state, new Progress(console, clock));
                    revertSeconds.put(phase.name(), since(start));
                    writeAnyway(phase, Event.REVERTED, message);
                    console.info(
                            "    taken back, "
                                    + text(since(start))
                                    + " s"
                                    + (message.isEmpty() ? "" : ": " + message));
                    return;
                } catch (StoppedException e) {
                    throw e;
                } catch (PhaseException | IOException | RuntimeException e) {
                    why = describe(e);
                    console.warn("    taking back did not work: " + why);
                } catch (InterruptedException e) {
                    // a second abort does not stop the way back: half a switch is worse
                    aborted = true;
                    why = "aborted while taking back";
                    console.warn("    an abort is noted; first the way back is finished");
                }
                if (attempt < REVERT_TRIES) {
                    rest();
                }
            }
            revertSeconds.put(phase.name(), since(start));
            messages.merge(phase.name(), "taking back failed: " + why, (a, b) -> a + "; " + b);
            writeAnyway(phase, Event.REVERT_FAILED, why);
            console.error("    could not be taken back: " + phase.title());
        }

        private void rest() {
            try {
                pause.sleep(BETWEEN_TRIES);
            } catch (InterruptedException e) {
                aborted = true;
            }
        }

        private void write(Phase<S> phase, Event event, String detail)
                throws IOException, InterruptedException {
            journal.append(phase.name(), event, detail);
        }

        /* On the way back a journal that cannot be written does not hold up the way back. */
        private void writeAnyway(Phase<S> phase, Event event, String detail) {
            try {
                journal.append(phase.name(), event, detail);
            } catch (IOException | InterruptedException e) {
                aborted |= e instanceof InterruptedException;
                console.detail("    the journal was not written: " + e.getMessage());
                unwritten.add(
                        new JournalEntry(
                                entries().size() + 1,
                                phase.name(),
                                event,
                                clock.instant().toString(),
                                detail));
            }
        }

        private List<JournalEntry> entries() {
            List<JournalEntry> all = new ArrayList<>(journal.entries());
            all.addAll(unwritten);
            return all;
        }

        private ExecutionReport report(Ending ending) {
            Map<String, PhaseState> states = PhaseState.of(plan.names(), entries());
            List<PhaseReport> phases = new ArrayList<>();
            for (Phase<S> phase : plan.phases()) {
                PhaseState now = states.get(phase.name());
                if (now != PhaseState.PENDING) {
                    phases.add(
                            new PhaseReport(
                                    phase.name(),
                                    phase.title(),
                                    now,
                                    seconds.getOrDefault(phase.name(), 0.0),
                                    revertSeconds.getOrDefault(phase.name(), 0.0),
                                    messages.getOrDefault(phase.name(), "")));
                }
            }
            return new ExecutionReport(ending, phases, failedPhase, failure, refused, aborted);
        }

        private String number(Phase<S> phase) {
            int all = total == 0 ? plan.phases().size() : total;
            int index = before + plan.names().indexOf(phase.name()) + 1;
            return "[" + index + "/" + all + "] ";
        }
    }

    private double since(Instant start) {
        return Duration.between(start, clock.instant()).toMillis() / 1000.0;
    }

    private static String text(double seconds) {
        long tenths = Math.round(seconds * 10);
        return tenths / 10 + "." + Math.abs(tenths % 10);
    }

    private static String describe(Exception e) {
        boolean unexpected = e instanceof RuntimeException;
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return unexpected ? e.getClass().getSimpleName() + ": " + message : message;
    }
}
