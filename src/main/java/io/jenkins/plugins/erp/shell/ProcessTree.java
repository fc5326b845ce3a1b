package io.jenkins.plugins.erp.shell;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** Ends a process with all its descendants. */
final class ProcessTree {
    private static final long STEP_MILLIS = 20;

    private ProcessTree() {}

    /**
     * Asks all to end (TERM), waits, then ends them (KILL). Goes through with it when interrupted
     * meanwhile; the interruption is kept.
     *
     * @param grace how long they may take after being asked
     */
    static void kill(Process root, Duration grace) {
        // before anything ends: an orphan is no longer found through its parent
        Set<ProcessHandle> tree = new LinkedHashSet<>();
        root.descendants().forEach(tree::add);
        tree.add(root.toHandle());
        tree.forEach(ProcessHandle::destroy);
        long until = System.nanoTime() + grace.toNanos();
        boolean interrupted = false;
        while (tree.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < until) {
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        Set<ProcessHandle> left = new LinkedHashSet<>();
        for (ProcessHandle process : tree) {
            process.descendants().forEach(left::add);
            left.add(process);
        }
        left.forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
