package io.jenkins.plugins.erp.deploy;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Does something again and again beside the work; a simulation does it in its own time. */
@FunctionalInterface
public interface Heart {

    /** A thread of its own. */
    Heart THREAD =
            (beat, every) -> {
                ScheduledExecutorService timer =
                        Executors.newSingleThreadScheduledExecutor(
                                work -> {
                                    Thread thread = new Thread(work, "erp heartbeat");
                                    thread.setDaemon(true);
                                    return thread;
                                });
                ScheduledFuture<?> running =
                        timer.scheduleWithFixedDelay(
                                beat, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
                return () -> {
                    running.cancel(true);
                    timer.shutdownNow();
                };
            };

    /** Nothing: for runs that are over before a heartbeat is due. */
    Heart STILL = (beat, every) -> () -> {};

    /** Begins. */
    Beating start(Runnable beat, Duration every);

    /** Ends it. */
    interface Beating extends AutoCloseable {
        @Override
        void close();
    }
}
