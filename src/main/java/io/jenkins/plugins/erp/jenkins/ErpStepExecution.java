package io.jenkins.plugins.erp.jenkins;

import hudson.AbortException;
import hudson.model.Computer;
import hudson.model.TaskListener;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.OperationException;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Runs a step's work on a thread of its own, never on the one that runs the Pipeline. Saved with
 * the build: after a restart of the controller the work is done again from the step's arguments
 * (what a deploy or rollback had begun stands in the host's journal). Aborting interrupts the work
 * and waits until it has cleaned up after itself; aborting again does not wait.
 */
class ErpStepExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final ErpStep step;

    /** Marks every process that the step starts, so that they are found again. */
    private final String id = UUID.randomUUID().toString();

    private transient Future<?> task;
    private transient Throwable stopped;
    private transient volatile boolean running;
    private transient boolean finished;
    private transient volatile StepRun run;

    ErpStepExecution(StepContext context, ErpStep step) {
        super(context);
        this.step = step;
    }

    @Override
    public boolean start() throws Exception {
        FlowNode node = getContext().get(FlowNode.class);
        if (node != null) {
            node.addAction(new LabelAction(ErpStepDescriptor.shorten(step.label())));
        }
        launch(false);
        return false;
    }

    @Override
    public void onResume() {
        launch(true);
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        synchronized (this) {
            boolean first = stopped == null;
            stopped = first ? cause : stopped;
            if (first && running) {
                task.cancel(true);
                return;
            }
            if (task != null) {
                task.cancel(true);
            }
            if (finished) {
                return;
            }
            finished = true;
        }
        getContext().onFailure(cause);
    }

    @Override
    public String getStatus() {
        StepRun current = run;
        if (current != null) {
            return current.status();
        }
        return running ? "waiting for the agent" : "not running";
    }

    private synchronized void launch(boolean resumed) {
        task = Computer.threadPoolForRemoting.submit(() -> work(resumed));
    }

    private void work(boolean resumed) {
        synchronized (this) {
            if (finished) {
                return;
            }
            running = true;
        }
        Map<String, Object> value = null;
        Throwable failure = null;
        try {
            value = perform(resumed);
        } catch (ConfigException | OperationException | IOException e) {
            // the message says it all; a stack trace would only hide it
            failure = new AbortException(step.functionName() + ": " + e.getMessage());
        } catch (Throwable e) {
            failure = e;
        }
        complete(value, failure);
    }

    /** Does the step's work; on the background thread. */
    Map<String, Object> perform(boolean resumed)
            throws ConfigException, OperationException, IOException, InterruptedException {
        StepPlace place =
                resumed ? PipelinePlace.await(getContext(), step) : PipelinePlace.of(getContext());
        run = new StepRun(step, place, id, resumed);
        return run.perform();
    }

    private void complete(Map<String, Object> value, Throwable failure) {
        Throwable cause;
        synchronized (this) {
            running = false;
            if (finished) {
                return;
            }
            finished = true;
            cause = stopped;
        }
        // an interrupt that came after the work was done is not the next task's
        boolean late = Thread.interrupted();
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        if (failure != null && cause == null && jenkins != null && jenkins.isTerminating()) {
            // lost with the controller that is being stopped: the next one resumes the step
            return;
        }
        if (cause != null && (failure != null || late)) {
            if (failure instanceof AbortException) {
                say(failure.getMessage());
            }
            getContext().onFailure(cause);
        } else if (failure != null) {
            getContext().onFailure(failure);
        } else {
            getContext().onSuccess(value);
        }
    }

    /** What an aborted operation has to say of the state it left things in. */
    private void say(String text) {
        try {
            TaskListener listener = getContext().get(TaskListener.class);
            if (listener != null) {
                listener.getLogger().println(text);
            }
        } catch (IOException e) {
            // the build's log is gone; there is nobody to tell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
