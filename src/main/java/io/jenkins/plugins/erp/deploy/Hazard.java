package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.text.Messages;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * An operation of a pending migration that the release which serves meanwhile may not live with, or
 * that cannot be run backwards.
 *
 * @param migration {@code app.name}
 * @param operation Django's class of it and its own words
 * @param kind what about it, as hazards.py names it
 * @param what the table, column or index; or empty
 */
record Hazard(String migration, String operation, String kind, String what) {
    /** All that hazards.py finds; the texts of Messages are named after them. */
    static final List<String> KINDS =
            List.of(
                    "drop-table",
                    "drop-column",
                    "rename-table",
                    "rename-column",
                    "not-null-column",
                    "not-null",
                    "rewrite",
                    "unique",
                    "index",
                    "check",
                    "sql-drop",
                    "sql-rename",
                    "sql-not-null",
                    "sql-rewrite",
                    "sql-index",
                    "unjudged",
                    "irreversible");

    private static final Set<String> KNOWN = Set.copyOf(KINDS);

    /** Whether it matters to what serves; otherwise only to a later rollback. */
    boolean breaks() {
        return !kind.equals("irreversible");
    }

    /** Those that a policy is about. */
    static List<Hazard> stopping(List<Hazard> hazards, List<String> allowed) {
        return hazards.stream()
                .filter(Hazard::breaks)
                .filter(h -> !allowed.contains(h.migration()))
                .toList();
    }

    /** What, why and what to do, indented under the migration. */
    String text() {
        String key = KNOWN.contains(kind) ? kind : "unjudged";
        return migration
                + ", "
                + operation
                + (what.isEmpty() ? "" : " (" + what + ")")
                + "\n    "
                + Messages.of(Hazard.class, "hazard." + key)
                + "\n    "
                + Messages.of(Hazard.class, "hazard." + key + ".instead");
    }

    /** A list of them, those that break something first. */
    static String list(List<Hazard> hazards) {
        StringBuilder text = new StringBuilder();
        hazards.stream()
                .sorted(Comparator.comparing(h -> !h.breaks()))
                .forEach(h -> text.append("\n  - ").append(h.text()));
        return text.toString();
    }
}
