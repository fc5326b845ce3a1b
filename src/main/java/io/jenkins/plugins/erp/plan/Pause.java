package io.jenkins.plugins.erp.plan;

import java.time.Duration;

/** How waiting is done; a simulation moves its clock instead. */
@FunctionalInterface
public interface Pause {

    /** Sleeps. */
    Pause REAL = d -> Thread.sleep(d.toMillis());

    /** Lets that much time pass. */
    void sleep(Duration time) throws InterruptedException;
}
