package io.jenkins.plugins.erp.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a phase stands, as its journal says. */
public enum PhaseState {
    PENDING,
    STARTED,
    DONE,
    SKIPPED,
    FAILED,
    REVERTING,
    REVERTED,
    REVERT_FAILED;

    /** Whether some of its effect may be there. */
    public boolean mayHaveEffect() {
        return this == STARTED
                || this == DONE
                || this == FAILED
                || this == REVERTING
                || this == REVERT_FAILED;
    }

    /** The state of each phase, in the plan's order. */
    public static Map<String, PhaseState> of(List<String> phases, List<JournalEntry> entries) {
        Map<String, PhaseState> states = new LinkedHashMap<>();
        phases.forEach(p -> states.put(p, PENDING));
        for (JournalEntry entry : entries) {
            PhaseState state =
                    switch (entry.event()) {
                        case STARTED -> STARTED;
                        case DONE -> DONE;
                        case SKIPPED -> SKIPPED;
                        case FAILED -> FAILED;
                        case REVERTING -> REVERTING;
                        case REVERTED -> REVERTED;
                        case REVERT_FAILED -> REVERT_FAILED;
                        case OPENED, UNDO, CLOSED -> null;
                    };
            if (state != null) {
                states.computeIfPresent(entry.phase(), (p, old) -> state);
            }
        }
        return states;
    }
}
