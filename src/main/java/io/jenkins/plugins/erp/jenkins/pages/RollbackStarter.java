package io.jenkins.plugins.erp.jenkins.pages;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Job;
import java.util.Optional;

/** Starts what a page was asked for, in the way that suits the job. */
public interface RollbackStarter extends ExtensionPoint {

    /** Whether it could start one in this job, now. */
    boolean serves(Job<?, ?> job);

    /**
     * Starts. Whether the user may has been checked; the policy has not.
     *
     * @return where to look on, relative to Jenkins' root and without a slash before it; empty: it
     *     could not be started
     */
    Optional<String> start(Job<?, ?> job, RollbackOrder order);

    /** The first that serves a job. */
    static Optional<RollbackStarter> of(Job<?, ?> job) {
        for (RollbackStarter starter : ExtensionList.lookup(RollbackStarter.class)) {
            if (starter.serves(job)) {
                return Optional.of(starter);
            }
        }
        return Optional.empty();
    }
}
