package io.jenkins.plugins.erp.plan;

import java.util.List;
import java.util.Optional;

/**
 * How a run of a plan ended.
 *
 * @param ending done, undone or needs a person
 * @param phases those that were looked at, in the order of the plan
 * @param failedPhase title of the phase that failed, if one did
 * @param failure why, for people; empty when none failed
 * @param refused whether what was given was at fault
 * @param aborted whether it was aborted from outside
 */
public record ExecutionReport(
        Ending ending,
        List<PhaseReport> phases,
        Optional<String> failedPhase,
        String failure,
        boolean refused,
        boolean aborted) {

    /** Copies the list. */
    public ExecutionReport {
        phases = List.copyOf(phases);
    }

    /** Whether a phase is done and has not been taken back. */
    public boolean done(String phase) {
        return phases.stream()
                .anyMatch(p -> p.name().equals(phase) && p.state() == PhaseState.DONE);
    }

    /** How it ended. */
    public enum Ending {
        DONE,
        /** a phase failed and everything has been taken back */
        UNDONE,
        /** a phase failed and not everything could be taken back */
        NEEDS_PERSON
    }

    /**
     * One phase.
     *
     * @param name its word
     * @param title for people
     * @param state as the journal has it
     * @param seconds of apply
     * @param revertSeconds of revert; 0 when there was none
     * @param message what it said
     */
    public record PhaseReport(
            String name,
            String title,
            PhaseState state,
            double seconds,
            double revertSeconds,
            String message) {}
}
