package io.jenkins.plugins.erp.plan;

import io.jenkins.plugins.erp.console.Console;
import java.time.Clock;

/**
 * Runs a plan: writes ahead to the journal, applies phases in order, and when one fails takes back
 * in reverse order what may have been done. Started with a journal that has entries, it goes on
 * from there.
 */
public final class Executor {
    private final Console console;
    private final Clock clock;
    private final Pause pause;
    private final int before;
    private final boolean open;

    /** For a plan that is shown alone. */
    public Executor(Console console, Clock clock, Pause pause) {
        this(console, clock, pause, 0, false);
    }

    /**
     * For a plan that is shown as a part of something longer.
     *
     * @param before phases shown before this plan's first
     * @param open whether phases follow of which it is not known yet how many, so that no number of
     *     all is shown
     */
    public Executor(Console console, Clock clock, Pause pause, int before, boolean open) {
        this.console = console;
        this.clock = clock;
        this.pause = pause;
        this.before = before;
        this.open = open;
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
        return begin(plan, state, journal).toEnd();
    }

    /** Begins a run that is led step by step; nothing is done yet. */
    public <S> Execution<S> begin(Plan<S> plan, S state, Journal journal) {
        return new Execution<>(
                plan, state, journal, new Execution.Teller(console, before, open), clock, pause);
    }
}
