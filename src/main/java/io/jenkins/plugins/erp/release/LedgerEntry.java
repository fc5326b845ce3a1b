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
 * @param digest the registry's of the image, or the engine's id where none knows it; or empty
 * @param configHash SHA-256 of the resolved Compose model without values of variables; or empty
 * @param envHash keyed SHA-256 of the env file; or empty
 * @param hosts of the run, the lead first; empty for one host alone
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
        Map<String, List<String>> heads,
        String digest,
        String configHash,
        String envHash,
        List<String> hosts) {

    /** Copies, and fills in what an older line leaves out. */
    public LedgerEntry {
        previous = previous == null ? "" : previous;
        reason = reason == null ? "" : reason;
        phases = phases == null ? Map.of() : new TreeMap<>(phases);
        heads = heads == null ? Map.of() : new TreeMap<>(heads);
        digest = digest == null ? "" : digest;
        configHash = configHash == null ? "" : configHash;
        envHash = envHash == null ? "" : envHash;
        hosts = hosts == null ? List.of() : List.copyOf(hosts);
    }

    /** One that is about no run: something was done by hand. */
    public static LedgerEntry note(
            String operation,
            String kind,
            String release,
            String outcome,
            String reason,
            String actor,
            String buildUrl,
            String at) {
        return new LedgerEntry(
                operation, kind, release, "", outcome, reason, actor, buildUrl, "", "", at, 0,
                Map.of(), Map.of(), "", "", "", List.of());
    }

    /** Whether the release was current afterwards. */
    public boolean made() {
        return "DONE".equals(outcome);
    }
}
