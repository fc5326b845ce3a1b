package io.jenkins.plugins.erp.jenkins.access;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Job;

/** Somebody who demands something of deploys: the settings, or another plugin. All count. */
public abstract class PolicySource implements ExtensionPoint {
    /**
     * What is demanded of a job's deploys.
     *
     * @param app name of the system
     */
    public abstract Policy of(Job<?, ?> job, String app);

    /** What all demand together. */
    static Policy all(Job<?, ?> job, String app) {
        Policy policy = Policy.NONE;
        for (PolicySource source : ExtensionList.lookup(PolicySource.class)) {
            policy = policy.and(source.of(job, app));
        }
        return policy;
    }
}
