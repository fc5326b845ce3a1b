package io.jenkins.plugins.erp.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Phases in the order they run.
 *
 * @param name for people, such as "deploy 20261125T011600Z-1a2b3c4"
 * @param phases with different names
 * @param <S> what they work on
 */
public record Plan<S>(String name, List<Phase<S>> phases) {

    /** Checks that names differ. */
    public Plan {
        phases = List.copyOf(phases);
        Set<String> seen = new HashSet<>();
        for (Phase<S> phase : phases) {
            if (!seen.add(phase.name())) {
                throw new IllegalArgumentException("two phases are named " + phase.name());
            }
        }
    }

    /** The phases' names in order. */
    public List<String> names() {
        return phases.stream().map(Phase::name).toList();
    }

    /** Names of those that are not taken back as long as taking back a later one has failed. */
    public Set<String> holding() {
        return phases.stream()
                .filter(Phase::holdsOthers)
                .map(Phase::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The phase of that name. */
    public Phase<S> phase(String wanted) {
        return phases.stream()
                .filter(p -> p.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no phase " + wanted));
    }
}
