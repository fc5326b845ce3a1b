package io.jenkins.plugins.erp.jenkins.pages;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.jenkins.access.ErpPermissions;
import io.jenkins.plugins.erp.jenkins.record.OperationHistory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import jenkins.model.Jenkins;

/** The part of the history that whoever looks may see: that of jobs which they may view. */
final class VisibleHistory {
    private VisibleHistory() {}

    /** Of one job, whether or not it may be seen: the caller has checked. */
    static List<OperationEntry> ofJob(String fullName) {
        return all(fullName::equals);
    }

    /** Of all jobs below a folder that may be seen; empty name: of all jobs there are. */
    static List<OperationEntry> below(String folder) {
        return all(once(name -> isBelow(folder, name) && job(name) != null));
    }

    /** Whether there is anything to see below a folder. */
    static boolean anyBelow(String folder) {
        return OperationHistory.get().jobs().stream()
                .anyMatch(name -> isBelow(folder, name) && job(name) != null);
    }

    static boolean isBelow(String folder, String job) {
        return folder.isEmpty() || job.startsWith(folder + "/");
    }

    /** A job; null when there is none or whoever looks may not view it. */
    static Job<?, ?> job(String fullName) {
        try {
            Job<?, ?> job = Jenkins.get().getItemByFullName(fullName, Job.class);
            return job != null
                            && job.hasPermission(Item.READ)
                            && job.hasPermission(ErpPermissions.VIEW)
                    ? job
                    : null;
        } catch (RuntimeException e) {
            // who may only discover it is refused with an exception
            return null;
        }
    }

    /** Asks for each name once. */
    static Predicate<String> once(Predicate<String> ask) {
        Map<String, Boolean> known = new HashMap<>();
        return name -> known.computeIfAbsent(name, ask::test);
    }

    private static List<OperationEntry> all(Predicate<String> job) {
        OperationHistory history = OperationHistory.get();
        List<OperationEntry> found = new ArrayList<>();
        for (OperationEntry entry : history.entries()) {
            if (job.test(entry.job())) {
                found.add(entry);
            }
        }
        for (OperationEntry entry : history.running()) {
            if (job.test(entry.job()) && isBuilding(entry)) {
                found.add(entry);
            }
        }
        return found;
    }

    private static boolean isBuilding(OperationEntry entry) {
        Job<?, ?> job = job(entry.job());
        Run<?, ?> run = job == null ? null : job.getBuildByNumber(entry.build());
        return run != null && run.isBuilding();
    }
}
