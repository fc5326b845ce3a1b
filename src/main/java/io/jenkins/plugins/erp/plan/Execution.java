package io.jenkins.plugins.erp.plan;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.plan.ExecutionReport.Ending;
import io.jenkins.plugins.erp.plan.ExecutionReport.PhaseReport;
import io.jenkins.plugins.erp.plan.JournalEntry.Event;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan while it runs: led to its end at once, or step by step by somebody who leads several. What
 * comes next is decided from the journal each time, so that one that was left can be led on by
 * another process.
 *
 * <p>That a phase is done is written with the start of the next, in one go: a crash between the two
 * applies the first one again, which a phase has to bear in any case. That a phase has started is
 * always on the disk before it is applied.
 *
 * @param <S> what the plan works on
 */
public final class Execution<S> {
    private static final int TRIES = 3;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    /**
     * Where a run is told, and how its phases are numbered there.
     *
     * @param before phases shown before this plan's first
     * @param open whether phases follow of which it is not known yet how many
     */
    record Teller(Console console, int before, boolean open) {}

    private final Plan<S> plan;
    private final S state;
    private final Journal journal;
    private final Console console;
    private final Teller teller;
    private final Clock clock;
    private final Pause pause;
    private final int from;
    /* what goes to the journal with the next line */
    private final List<Journal.Line> pending = new ArrayList<>();
    /* what the journal refused to take; decisions still count it */
    private final List<Journal.Line> unwritten = new ArrayList<>();
    /* how many entries the journal had before each of them */
    private final List<Integer> unwrittenAfter = new ArrayList<>();
    /* what is told and counted; known when the first of them begins */
    private Optional<List<String>> shown = Optional.empty();
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final Map<String, Double> revertSeconds = new LinkedHashMap<>();
    private final Map<String, String> messages = new LinkedHashMap<>();
    private Optional<String> failedPhase = Optional.empty();
    private String failure = "";
    private boolean refused;
    private boolean aborted;

    Execution(Plan<S> plan, S state, Journal journal, Teller teller, Clock clock, Pause pause) {
        this.plan = plan;
        this.state = state;
        this.journal = journal;
        this.teller = teller;
        this.console = teller.console();
        this.clock = clock;
        this.pause = pause;
        this.from = journal.entries().size();
    }

    /** The plan. */
    public Plan<S> plan() {
        return plan;
    }

    /** What it works on. */
    public S state() {
        return state;
    }

    /** The journal as decisions see it. */
    public List<JournalEntry> entries() {
        List<JournalEntry> written = journal.entries();
        List<JournalEntry> all = new ArrayList<>();
        int next = 0;
        // in the order in which they happened: what was not written keeps its place
        for (int i = 0; i <= written.size(); i++) {
            while (next < unwritten.size() && unwrittenAfter.get(next) == i) {
                all.add(unwritten.get(next++).entry(all.size() + 1));
            }
            if (i < written.size()) {
                all.add(written.get(i));
            }
        }
        for (Journal.Line line : pending) {
            all.add(line.entry(all.size() + 1));
        }
        return all;
    }

    /** What has to be done to be at an end. */
    public Decision decision() {
        return Decision.next(plan.names(), entries(), from, plan.holding());
    }

    /**
     * Applies phases until one of that name is done, or one fails; what is done is then in the
     * journal. Nothing is taken back.
     *
     * @return whether it got there; else it has turned round
     * @throws StoppedException when somebody else has taken over: nothing more has been touched
     */
    public boolean forwardTo(String phase) {
        while (true) {
            Decision decision = Decision.forward(plan.names(), entries(), phase);
            if (decision.kind() != Decision.Kind.APPLY) {
                flush();
                return decision.kind() == Decision.Kind.REACHED;
            }
            apply(plan.phase(decision.phase()), false);
        }
    }

    /**
     * As {@link #forwardTo}, but there is no way back any more: what fails is tried again, and the
     * journal says that it has begun until it is done.
     *
     * @return whether it got there; else a later comer goes on
     */
    public boolean insist(String phase) {
        for (int attempt = 1; ; ) {
            Decision decision = Decision.forward(plan.names(), entries(), phase);
            if (decision.kind() != Decision.Kind.APPLY) {
                flush();
                return decision.kind() == Decision.Kind.REACHED;
            }
            if (!apply(plan.phase(decision.phase()), true)) {
                if (attempt++ >= TRIES) {
                    return false;
                }
                rest();
            }
        }
    }

    /** Turns round, for a reason from outside; nothing is taken back yet. */
    public void turn(String why) {
        if (!Decision.goesBack(entries())) {
            failure = failure.isEmpty() ? why : failure;
            writeAnyway("", Event.UNDO, why);
        }
    }

    /**
     * Goes to the end: forward, or back once something failed.
     *
     * @throws StoppedException when somebody else has taken over: nothing more has been touched
     */
    public ExecutionReport toEnd() {
        while (true) {
            Decision decision = decision();
            switch (decision.kind()) {
                case APPLY -> apply(plan.phase(decision.phase()), false);
                case REVERT -> revert(plan.phase(decision.phase()));
                default -> {
                    flush();
                    return report();
                }
            }
        }
    }

    private boolean apply(Phase<S> phase, boolean insisting) {
        if (!shown().contains(phase.name())) {
            later(phase, Event.SKIPPED, "");
            return true;
        }
        Instant start = clock.instant();
        Progress progress = new Progress(console, clock);
        String number = number(phase);
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (phase.skip(state)) {
                console.detail((teller.open() ? "" : number) + phase.title() + ": nothing to do");
                later(phase, Event.SKIPPED, "");
                return true;
            }
            console.info(number + phase.title());
            later(phase, Event.STARTED, "");
            write();
            String message = phase.apply(state, progress);
            double took = since(start);
            seconds.put(phase.name(), took);
            messages.put(phase.name(), message);
            later(phase, Event.DONE, message);
            console.good(
                    "    ok, " + text(took) + " s" + (message.isEmpty() ? "" : ": " + message));
            return true;
        } catch (StoppedException e) {
            throw e;
        } catch (PhaseException | IOException | RuntimeException e) {
            if (insisting) {
                note(phase, start, describe(e));
                console.warn("    " + phase.title() + " did not work: " + describe(e));
                return false;
            }
            boolean wrong = e instanceof PhaseException p && p.isRefused();
            fail(phase, start, describe(e), wrong, false);
        } catch (InterruptedException e) {
            if (insisting) {
                // there is only forward: the abort is told when that is done
                aborted = true;
                return false;
            }
            fail(phase, start, "aborted", false, true);
        }
        return false;
    }

    private void note(Phase<S> phase, Instant start, String why) {
        seconds.put(phase.name(), since(start));
        failedPhase = Optional.of(phase.title());
        failure = why;
        messages.put(phase.name(), why);
    }

    private void fail(Phase<S> phase, Instant start, String why, boolean wrong, boolean abort) {
        note(phase, start, why);
        refused = wrong;
        aborted = abort;
        console.error(
                "    "
                        + (abort ? "ABORTED" : "FAILED")
                        + " after "
                        + text(since(start))
                        + " s: "
                        + why);
        writeAnyway(phase.name(), Event.FAILED, why);
    }

    private void revert(Phase<S> phase) {
        if (!phase.changesSomething()) {
            later(phase, Event.REVERTED, "");
            return;
        }
        Instant start = clock.instant();
        console.info("    taking back: " + phase.title());
        writeAnyway(phase.name(), Event.REVERTING, "");
        String why = "";
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                String message = phase.revert(state, new Progress(console, clock));
                revertSeconds.put(phase.name(), since(start));
                later(phase, Event.REVERTED, message);
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
            if (attempt < TRIES) {
                rest();
            }
        }
        revertSeconds.put(phase.name(), since(start));
        messages.merge(phase.name(), "taking back failed: " + why, (a, b) -> a + "; " + b);
        writeAnyway(phase.name(), Event.REVERT_FAILED, why);
        console.error("    could not be taken back: " + phase.title());
    }

    private void rest() {
        try {
            pause.sleep(BETWEEN_TRIES);
        } catch (InterruptedException e) {
            aborted = true;
        }
    }

    private void later(Phase<S> phase, Event event, String detail) {
        pending.add(new Journal.Line(phase.name(), event, detail, clock.instant()));
    }

    private void write() throws IOException, InterruptedException {
        try {
            journal.append(pending);
        } catch (IOException | InterruptedException | RuntimeException e) {
            // what was to start has not; what was done before is written with what comes next
            pending.removeIf(l -> l.event() == Event.STARTED);
            throw e;
        }
        pending.clear();
    }

    /* On the way back a journal that cannot be written does not hold up the way back. */
    private void writeAnyway(String phase, Event event, String detail) {
        pending.add(new Journal.Line(phase, event, detail, clock.instant()));
        flush();
    }

    private void flush() {
        if (pending.isEmpty()) {
            return;
        }
        try {
            journal.append(pending);
        } catch (IOException | InterruptedException e) {
            aborted |= e instanceof InterruptedException;
            console.detail("    the journal was not written: " + e.getMessage());
            int after = journal.entries().size();
            pending.forEach(line -> unwrittenAfter.add(after));
            unwritten.addAll(pending);
        }
        pending.clear();
    }

    /** How it stands; an end when {@link #decision} says so. */
    public ExecutionReport report() {
        Ending ending =
                switch (decision().kind()) {
                    case FINISHED_DONE -> Ending.DONE;
                    case FINISHED_UNDONE -> Ending.UNDONE;
                    default -> Ending.NEEDS_PERSON;
                };
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
        int index = teller.before() + shown().indexOf(phase.name()) + 1;
        int all = teller.before() + shown().size();
        return "[" + index + (teller.open() ? "" : "/" + all) + "] ";
    }

    private List<String> shown() {
        if (shown.isEmpty()) {
            Map<String, PhaseState> states = PhaseState.of(plan.names(), entries());
            shown =
                    Optional.of(
                            plan.phases().stream()
                                    .filter(
                                            p ->
                                                    !p.idle(state)
                                                            || states.get(p.name()).mayHaveEffect())
                                    .map(Phase::name)
                                    .toList());
        }
        return shown.get();
    }

    private double since(Instant start) {
        return Duration.between(start, clock.instant()).toMillis() / 1000.0;
    }

    private static String text(double seconds) {
        return BigDecimal.valueOf(seconds).setScale(1, RoundingMode.HALF_UP).toPlainString();
    }

    private static String describe(Exception e) {
        boolean unexpected = e instanceof RuntimeException;
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return unexpected ? e.getClass().getSimpleName() + ": " + message : message;
    }
}
