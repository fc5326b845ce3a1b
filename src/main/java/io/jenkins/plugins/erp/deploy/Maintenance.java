package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import java.io.IOException;

/**
 * A page in place of the system while something is done that it cannot serve beside. Both may be
 * called again after a crash: what is on is on, what is off is off.
 */
interface Maintenance {

    /** Shows the page: from here on no request reaches web. */
    void on(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException;

    /** Takes it away, once what serves afterwards answers. */
    void off(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException;
}
