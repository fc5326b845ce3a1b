package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.time.Duration;

/** Stops the thread that made it once a time has passed, unless it was closed before. */
final class Deadline implements AutoCloseable {
    private final Thread owner = Thread.currentThread();
    private final Thread watch;
    private boolean closed;
    private boolean passed;

    Deadline(Duration limit) {
        watch =
                new Thread(
                        () -> {
                            try {
                                Thread.sleep(limit.toMillis());
                                pass();
                            } catch (InterruptedException e) {
                                // closed in time
                            }
                        },
                        "time limit");
        watch.setDaemon(true);
        watch.start();
    }

    private synchronized void pass() {
        if (!closed) {
            passed = true;
            owner.interrupt();
        }
    }

    synchronized boolean passed() {
        return passed;
    }

    /** After this the owner is not stopped any more, and a stop that came too late is forgotten. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            watch.interrupt();
            if (passed) {
                Thread.interrupted();
            }
        }
    }
}
