package org.jenkinsci.plugins.workflow.job;

import hudson.model.Run;

public final class WorkflowRun extends Run<WorkflowJob, WorkflowRun> {
    public WorkflowRun(WorkflowJob job) throws java.io.IOException {
        super(job);
    }
}
