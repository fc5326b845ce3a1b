package io.jenkins.plugins.erp.release;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of the ledger: a deploy or a rollback that has ended.
 *
 * @param operation id of the run; a deploy's is its release's
 * @param kind {@code deploy}, {@code rollback} or, for what ran before the first deploy, {@code
 *     adopt}
 * @param release the release it was to make current
 * @param previous the release that was current before, or empty
 * @param outcome DONE, FAILED (undone) or NEEDS_PERSON
 * @param reason why it failed, its first line; or empty
 * @param actor who asked
 * @param buildUrl or empty
 * @param image of the release, pinned
 * @param commit of the release, or empty
 * @param started ISO 8601 in UTC
 * @param seconds altogether
 * @param phases seconds by phase
 * @param heads migrations that no applied one follows, by app, as the database was afterwards
 */
public record LedgerEntry(
        String operation,
        String kind,
        String release,
        String previous,
        String outcome,
        String reason,
        String actor,
        String buildUrl,
        String image,
        String commit,
        String started,
        double seconds,
        Map<String, Double> phases,
        Map<String, List<String>> heads) {

    /** Copies, and fills in what an older line leaves out. */
    public LedgerEntry {
        previous = previous == null ? "" : previous;
        reason = reason == null ? "" : reason;
        phases = phases == null ? Map.of() : new TreeMap<>(phases);
        heads = heads == null ? Map.of() : new TreeMap<>(heads);
    }

    /** Whether the release was current afterwards. */
    public boolean made() {
        return "DONE".equals(outcome);
    }
}
