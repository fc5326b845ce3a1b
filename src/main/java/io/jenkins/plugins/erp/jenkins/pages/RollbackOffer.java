package io.jenkins.plugins.erp.jenkins.pages;

import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.release.Release;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rollback of an environment would do.
 *
 * @param environment what runs now
 * @param targets releases that it could go back to, newest first, with the deploy that brought each
 */
public record RollbackOffer(EnvironmentView environment, List<OperationEntry> targets) {
    private static final int MOST = 20;

    /** Copies. */
    public RollbackOffer {
        targets = List.copyOf(targets);
    }

    /**
     * From the history of a job.
     *
     * @param entries oldest first
     * @return empty when the history does not know the environment
     */
    static Optional<RollbackOffer> of(
            List<OperationEntry> entries, String app, String environment) {
        return EnvironmentView.of(entries).stream()
                .filter(e -> e.app().equals(app) && e.environment().equals(environment))
                .findFirst()
                .map(e -> new RollbackOffer(e, targets(entries, e)));
    }

    private static List<OperationEntry> targets(
            List<OperationEntry> entries, EnvironmentView environment) {
        Map<String, OperationEntry> found = new LinkedHashMap<>();
        for (OperationEntry entry : entries) {
            if (entry.kind().equals("deploy")
                    && entry.succeeded()
                    && entry.app().equals(environment.app())
                    && entry.environment().equals(environment.environment())
                    && Release.isId(entry.release())
                    && !entry.release().equals(environment.release())) {
                found.putIfAbsent(entry.release(), entry);
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparing(OperationEntry::release).reversed())
                .limit(MOST)
                .toList();
    }

    /** The release before the one that runs; empty: none is known. */
    public String previous() {
        OperationEntry live = environment.live();
        if (live != null && Release.isId(live.previous()) && live.kind().equals("deploy")) {
            return live.previous();
        }
        List<String> older = new ArrayList<>();
        for (OperationEntry target : targets) {
            if (target.release().compareTo(environment.release()) < 0) {
                older.add(target.release());
            }
        }
        return older.isEmpty() ? "" : older.get(0);
    }

    /** The release that is chosen first: the one asked for, if it can be one, or the previous. */
    public String chosen(String asked) {
        return asked != null && Release.isId(asked) && !asked.equals(environment.release())
                ? asked
                : previous();
    }

    /** What may become of the database. */
    public List<String> migrations() {
        return RollbackOrder.MIGRATIONS;
    }

    /** Whether there is anything to go back to. */
    public boolean possible() {
        return !previous().isEmpty() || !targets.isEmpty();
    }
}
