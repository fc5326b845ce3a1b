package io.jenkins.plugins.erp.jenkins.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few threads with short queues. What has the same name goes the same lane, one after the other,
 * so that a target hears of things in the order in which they happened; one that hangs holds up its
 * lane only.
 */
final class Lanes {
    private final List<ThreadPoolExecutor> lanes = new ArrayList<>();

    /**
     * So many.
     *
     * @param queue how much may wait in each
     */
    Lanes(int count, int queue) {
        for (int i = 0; i < count; i++) {
            String name = "erp-notice-" + (i + 1);
            ThreadPoolExecutor lane =
                    new ThreadPoolExecutor(
                            1,
                            1,
                            60,
                            TimeUnit.SECONDS,
                            new LinkedBlockingQueue<>(queue),
                            work -> {
                                Thread thread = new Thread(work, name);
                                thread.setDaemon(true);
                                return thread;
                            });
            lane.allowCoreThreadTimeOut(true);
            lanes.add(lane);
        }
    }

    /** Takes it on; false when too much waits already. */
    boolean run(String name, Runnable work) {
        try {
            lanes.get(Math.floorMod(name.hashCode(), lanes.size())).execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
