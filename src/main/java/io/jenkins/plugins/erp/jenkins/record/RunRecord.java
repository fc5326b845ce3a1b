package io.jenkins.plugins.erp.jenkins.record;

import hudson.model.Run;
import io.jenkins.plugins.erp.history.OperationEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.RunAction2;

/**
 * The operations of one build, saved with it. It shows nothing itself; the pages read it. Kept as
 * lines of JSON, so that a build can be loaded by a later version whatever has been added since.
 */
public final class RunRecord implements RunAction2 {
    private final List<String> operations = new ArrayList<>();

    /** The operations in the order they began; empty when the build had none. */
    public static List<OperationEntry> of(Run<?, ?> run) {
        RunRecord record = run.getAction(RunRecord.class);
        return record == null ? List.of() : record.entries();
    }

    /** The operations in the order they began. */
    public synchronized List<OperationEntry> entries() {
        return operations.stream().map(OperationEntry::parse).flatMap(Optional::stream).toList();
    }

    /** Adds one, or puts it in the place of the one with its id. */
    synchronized void put(OperationEntry entry) {
        for (int i = 0; i < operations.size(); i++) {
            if (OperationEntry.parse(operations.get(i))
                    .filter(e -> e.id().equals(entry.id()))
                    .isPresent()) {
                operations.set(i, entry.toLine());
                return;
            }
        }
        operations.add(entry.toLine());
    }

    @Override
    public void onAttached(Run<?, ?> run) {}

    @Override
    public void onLoad(Run<?, ?> run) {}

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
