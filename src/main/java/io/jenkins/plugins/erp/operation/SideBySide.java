package io.jenkins.plugins.erp.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs independent pieces of work at the same time, a few at once. */
public final class SideBySide {
    private SideBySide() {}

    /**
     * Runs all to their end and gives their results in order.
     *
     * @param atOnce how many run at the same time; at least 1
     * @throws InterruptedException when the caller was interrupted; the pieces have been
     *     interrupted too and have ended
     * @throws ExecutionException with the first failure; the others have been interrupted and have
     *     ended
     */
    public static <T> List<T> run(int atOnce, List<? extends Callable<T>> work)
            throws InterruptedException, ExecutionException {
        if (work.isEmpty()) {
            return List.of();
        }
        ExecutorService pool =
                Executors.newFixedThreadPool(
                        Math.max(1, Math.min(atOnce, work.size())),
                        task -> {
                            Thread thread = new Thread(task, "erp-side-by-side");
                            thread.setDaemon(true);
                            return thread;
                        });
        try {
            List<Future<T>> running = new ArrayList<>();
            work.forEach(one -> running.add(pool.submit(one)));
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
            awaitEnd(pool);
        }
    }

    /** Nothing may go on behind the back of who cleans up next, an interrupt or not. */
    private static void awaitEnd(ExecutorService pool) {
        boolean interrupted = false;
        while (true) {
            try {
                if (pool.awaitTermination(2, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                continue;
            }
            break;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
