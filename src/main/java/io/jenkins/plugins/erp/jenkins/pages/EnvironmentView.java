package io.jenkins.plugins.erp.jenkins.pages;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What runs in one environment of one system, as far as the history tells.
 *
 * @param app name of the system
 * @param environment name in erp.yaml
 * @param release id that serves; empty: none is known
 * @param live the deploy or rollback that made it so; null: none is known
 * @param last the newest deploy or rollback that ended, well or not
 * @param running a deploy or rollback going on; null: none
 * @param hosts addresses
 */
public record EnvironmentView(
        String app,
        String environment,
        String release,
        OperationEntry live,
        OperationEntry last,
        OperationEntry running,
        List<String> hosts) {

    /** Copies. */
    public EnvironmentView {
        hosts = List.copyOf(hosts);
    }

    /**
     * All environments that a history knows, by app and name.
     *
     * @param entries oldest first; those that run may be among them
     */
    static List<EnvironmentView> of(List<OperationEntry> entries) {
        Map<List<String>, List<OperationEntry>> groups = new LinkedHashMap<>();
        for (OperationEntry entry : entries) {
            if (OperationView.changes(entry) && !entry.environment().isEmpty()) {
                groups.computeIfAbsent(
                                List.of(entry.app(), entry.environment()), k -> new ArrayList<>())
                        .add(entry);
            }
        }
        return groups.values().stream()
                .map(EnvironmentView::one)
                .sorted(
                        Comparator.comparing(EnvironmentView::app)
                                .thenComparing(EnvironmentView::environment))
                .toList();
    }

    private static EnvironmentView one(List<OperationEntry> entries) {
        OperationEntry live = null;
        OperationEntry last = null;
        OperationEntry running = null;
        OperationEntry told = null;
        for (OperationEntry entry : entries) {
            if (!entry.ended()) {
                running = entry;
                continue;
            }
            last = entry;
            if (entry.succeeded() && !release(entry).isEmpty()) {
                live = entry;
                told = entry;
            } else if (!entry.current().isEmpty()) {
                told = entry;
            }
        }
        OperationEntry any = entries.get(entries.size() - 1);
        String release = told == null ? "" : release(told);
        if (live != null && !release.equals(release(live))) {
            // a failed one says that something else serves: whoever brought it is not known here
            live = null;
        }
        return new EnvironmentView(
                any.app(),
                any.environment(),
                release,
                live,
                last,
                running,
                any.hosts().isEmpty() && last != null ? last.hosts() : any.hosts());
    }

    private static String release(OperationEntry entry) {
        return entry.current().isEmpty() && entry.succeeded() ? entry.release() : entry.current();
    }

    /** When the release became current; null: not known. */
    public Instant since() {
        return live == null ? null : live.end();
    }

    /** Whether the newest deploy or rollback did not do what was asked. */
    public boolean troubled() {
        return last != null && !last.succeeded();
    }

    /** Key of the text that says how it stands. */
    public String state() {
        if (running != null) {
            return "environment.running";
        }
        if (troubled()) {
            return last.outcome().equals("NEEDS_PERSON")
                    ? "environment.person"
                    : "environment.failed";
        }
        return release.isEmpty() ? "environment.unknown" : "environment.good";
    }

    /** How that looks: success, warning, danger or info. */
    public String tone() {
        return switch (state()) {
            case "environment.running", "environment.unknown" -> "info";
            case "environment.person" -> "danger";
            case "environment.failed" -> "warning";
            default -> "success";
        };
    }

    /** Whether a text is in one of its names, in whatever case. */
    boolean matches(String text) {
        String lower = text.strip().toLowerCase(java.util.Locale.ROOT);
        return (app + " " + environment + " " + release + " " + (last == null ? "" : last.job()))
                .toLowerCase(java.util.Locale.ROOT)
                .contains(lower);
    }
}
