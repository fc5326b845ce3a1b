package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.release.LedgerEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ledger of an environment's host.
 *
 * @param environment name in erp.yaml
 * @param current id of the release that serves, or empty
 * @param entries oldest first
 * @param available ids of releases that can be rolled back to, oldest first
 * @param unreadable lines of the ledger that were torn and are left out
 * @param workInProgress who is at work and since when, or empty
 */
public record ReleasesResult(
        String environment,
        String current,
        List<LedgerEntry> entries,
        List<String> available,
        int unreadable,
        String workInProgress)
        implements OperationResult {

    /** Copies. */
    public ReleasesResult {
        entries = List.copyOf(entries);
        available = List.copyOf(available);
    }

    @Override
    public Outcome outcome() {
        return Outcome.DONE;
    }

    @Override
    public String summary() {
        return environment
                + ": "
                + (current.isEmpty() ? "nothing deployed yet" : current + " is current")
                + ", "
                + entries.size()
                + " entries in the ledger";
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("environment", environment);
        map.put("current", current);
        map.put("available", new ArrayList<>(available));
        map.put("unreadableLines", unreadable);
        map.put("workInProgress", workInProgress);
        List<Object> all = new ArrayList<>();
        for (LedgerEntry entry : entries) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("operation", entry.operation());
            one.put("kind", entry.kind());
            one.put("release", entry.release());
            one.put("previous", entry.previous());
            one.put("outcome", entry.outcome());
            one.put("reason", entry.reason());
            one.put("actor", entry.actor());
            one.put("buildUrl", entry.buildUrl());
            one.put("image", entry.image());
            one.put("commit", entry.commit());
            one.put("started", entry.started());
            one.put("seconds", entry.seconds());
            one.put("digest", entry.digest());
            one.put("configHash", entry.configHash());
            one.put("envHash", entry.envHash());
            one.put("heads", new LinkedHashMap<>(entry.heads()));
            one.put("hosts", new ArrayList<>(entry.hosts()));
            one.put("phases", new LinkedHashMap<>(entry.phases()));
            all.add(one);
        }
        map.put("entries", all);
        return map;
    }
}
