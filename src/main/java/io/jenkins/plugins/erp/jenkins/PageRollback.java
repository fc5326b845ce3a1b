package io.jenkins.plugins.erp.jenkins;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.jenkins.pages.RollbackOrder;
import io.jenkins.plugins.erp.jenkins.pages.RollbackStarter;
import io.jenkins.plugins.erp.jenkins.record.OperationHistory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.ParameterizedJobMixIn;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.cps.CpsFlowFactoryAction2;
import org.jenkinsci.plugins.workflow.flow.FlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;

/**
 * A rollback that somebody starts from a page: a build of the same Pipeline job, with its console
 * and its place in the history, that runs nothing but {@code erpRollback}.
 */
@Extension(optional = true)
public final class PageRollback implements RollbackStarter {
    private static final Logger LOGGER = Logger.getLogger(PageRollback.class.getName());

    @Override
    public boolean serves(Job<?, ?> job) {
        return job instanceof WorkflowJob && job.isBuildable();
    }

    @Override
    public Optional<String> start(Job<?, ?> job, RollbackOrder order) {
        Optional<WayBack> way = way(job, order);
        if (way.isEmpty()) {
            return Optional.empty();
        }
        Queue.Item queued =
                ParameterizedJobMixIn.scheduleBuild2(
                        job,
                        0,
                        new CauseAction(new Cause.UserIdCause()),
                        new Flow(
                                RollbackScript.of(
                                        way.get(),
                                        order.environment(),
                                        order.release(),
                                        order.migrations())));
        return queued == null ? Optional.empty() : Optional.of(job.getUrl());
    }

    /** What the last good deploy or rollback that is still there has kept. */
    private static Optional<WayBack> way(Job<?, ?> job, RollbackOrder order) {
        List<OperationEntry> all = OperationHistory.get().entries();
        for (int i = all.size() - 1; i >= 0; i--) {
            OperationEntry entry = all.get(i);
            boolean changed = entry.kind().equals("deploy") || entry.kind().equals("rollback");
            if (changed
                    && entry.succeeded()
                    && entry.job().equals(job.getFullName())
                    && entry.app().equals(order.app())
                    && entry.environment().equals(order.environment())) {
                Run<?, ?> run = job.getBuildByNumber(entry.build());
                Optional<WayBack> way = run == null ? Optional.empty() : read(run, order);
                if (way.isPresent()) {
                    return way;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<WayBack> read(Run<?, ?> run, RollbackOrder order) {
        try {
            return WayBack.read(run.getRootDir().toPath(), order.environment());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> run + " does not tell the way back");
            return Optional.empty();
        }
    }

    /** Puts the rollback's script in the place of the job's own, for one build. */
    static final class Flow implements CpsFlowFactoryAction2, Queue.QueueAction {
        private String script;

        Flow(String script) {
            this.script = script;
        }

        @Override
        public CpsFlowExecution create(
                FlowDefinition definition, FlowExecutionOwner owner, List<? extends Action> actions)
                throws IOException {
            String used = script;
            // the run keeps it from here on
            script = null;
            return new CpsFlowExecution(used, true, owner);
        }

        @Override
        public boolean shouldSchedule(List<Action> actions) {
            // a build that waits already does something else
            return true;
        }

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
}
