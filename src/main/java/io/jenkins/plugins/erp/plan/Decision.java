package io.jenkins.plugins.erp.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What to do next, from the plan's phases and the journal alone.
 *
 * @param kind what
 * @param phase with which phase; empty when finished
 */
public record Decision(Kind kind, String phase) {

    /** What to do. */
    public enum Kind {
        APPLY,
        REVERT,
        /** all is done */
        FINISHED_DONE,
        /** all that was done is taken back */
        FINISHED_UNDONE,
        /** something could not be taken back */
        FINISHED_NEEDS_PERSON,
        /** the phase that was to be reached is done */
        REACHED,
        /** what was to be reached is not: the run has turned round */
        TURNED
    }

    /**
     * The next step: forward through the phases until one fails or somebody decides to undo; then
     * backward through those that may have had an effect, each tried once a run.
     *
     * @param phases names in order
     * @param entries the journal
     * @param from entries before this index were written by an earlier run: a revert that failed
     *     there is tried again
     * @param holding phases that are left alone as long as taking back a later one has failed; and
     *     nothing before them is taken back as long as they cannot be
     */
    public static Decision next(
            List<String> phases, List<JournalEntry> entries, int from, Set<String> holding) {
        Map<String, PhaseState> states = PhaseState.of(phases, entries);
        if (!goesBack(entries)) {
            for (Map.Entry<String, PhaseState> e : states.entrySet()) {
                if (e.getValue() != PhaseState.DONE && e.getValue() != PhaseState.SKIPPED) {
                    return new Decision(Kind.APPLY, e.getKey());
                }
            }
            return new Decision(Kind.FINISHED_DONE, "");
        }
        List<JournalEntry> ours = entries.subList(Math.min(from, entries.size()), entries.size());
        boolean failed = false;
        for (int i = phases.size() - 1; i >= 0; i--) {
            String phase = phases.get(i);
            PhaseState state = states.get(phase);
            if (state == PhaseState.REVERT_FAILED && saw(ours, phase)) {
                failed = true;
                if (holding.contains(phase)) {
                    break;
                }
            } else if (state.mayHaveEffect() && failed && holding.contains(phase)) {
                break;
            } else if (state.mayHaveEffect()) {
                return new Decision(Kind.REVERT, phase);
            }
        }
        return new Decision(failed ? Kind.FINISHED_NEEDS_PERSON : Kind.FINISHED_UNDONE, "");
    }

    /**
     * The next step of one who goes forward to a phase and no further.
     *
     * @param until name of the last phase that is applied
     */
    public static Decision forward(List<String> phases, List<JournalEntry> entries, String until) {
        if (goesBack(entries)) {
            return new Decision(Kind.TURNED, "");
        }
        Map<String, PhaseState> states = PhaseState.of(phases, entries);
        for (String phase : phases.subList(0, phases.indexOf(until) + 1)) {
            if (states.get(phase) != PhaseState.DONE && states.get(phase) != PhaseState.SKIPPED) {
                return new Decision(Kind.APPLY, phase);
            }
        }
        return new Decision(Kind.REACHED, "");
    }

    /** Whether all phases up to one, itself included, are done. */
    public static boolean reached(List<String> phases, List<JournalEntry> entries, String until) {
        return forward(phases, entries, until).kind() == Kind.REACHED;
    }

    /**
     * What a later comer does with a journal that was left open: forward when the phase from which
     * on there is only forward has begun, else back.
     *
     * @param pointOfNoReturn the phase that makes the new state the truth
     */
    public static boolean finishForward(
            List<String> phases, List<JournalEntry> entries, String pointOfNoReturn) {
        PhaseState state = PhaseState.of(phases, entries).get(pointOfNoReturn);
        return !goesBack(entries) && (state == PhaseState.STARTED || state == PhaseState.DONE);
    }

    /** Whether the run has turned round. */
    public static boolean goesBack(List<JournalEntry> entries) {
        return entries.stream()
                .anyMatch(
                        e ->
                                e.event() == JournalEntry.Event.FAILED
                                        || e.event() == JournalEntry.Event.UNDO);
    }

    /** Whether the run is over. */
    public static boolean closed(List<JournalEntry> entries) {
        return entries.stream().anyMatch(e -> e.event() == JournalEntry.Event.CLOSED);
    }

    private static boolean saw(List<JournalEntry> entries, String phase) {
        return entries.stream()
                .anyMatch(
                        e ->
                                e.event() == JournalEntry.Event.REVERT_FAILED
                                        && e.phase().equals(phase));
    }
}
