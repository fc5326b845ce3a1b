package io.jenkins.plugins.erp.jenkins.record;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.erp.history.OperationEntry;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Hears of operations. Called on the thread that does the work, which waits: whoever needs long
 * hands it to a thread of its own. What a listener throws is logged and never fails the operation.
 */
public abstract class OperationListener implements ExtensionPoint {
    private static final Logger LOGGER = Logger.getLogger(OperationListener.class.getName());

    /**
     * One begins.
     *
     * @param entry its outcome is {@link OperationEntry#RUNNING}
     */
    public void onStarted(OperationEntry entry, Run<?, ?> run, TaskListener console) {}

    /** One has ended, well or not; its entry is in the build and in the index by now. */
    public void onEnded(OperationEntry entry, Run<?, ?> run, TaskListener console) {}

    static void started(OperationEntry entry, Run<?, ?> run, TaskListener console) {
        each(listener -> listener.onStarted(entry, run, console));
    }

    static void ended(OperationEntry entry, Run<?, ?> run, TaskListener console) {
        each(listener -> listener.onEnded(entry, run, console));
    }

    private static void each(Consumer<OperationListener> call) {
        for (OperationListener listener : ExtensionList.lookup(OperationListener.class)) {
            try {
                call.accept(listener);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, e, () -> listener.getClass().getName() + " failed");
            }
        }
    }
}
