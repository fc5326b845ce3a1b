package org.jenkinsci.plugins.workflow.job;

import hudson.model.Job;

public final class WorkflowJob extends Job<WorkflowJob, WorkflowRun> {
    public WorkflowJob(hudson.model.ItemGroup parent, String name) {
        super(parent, name);
    }

    @Override
    public boolean isBuildable() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
