package io.jenkins.plugins.erp.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Does a piece of work for each of several hosts, some at once. All of them are done to their end:
 * one host's trouble does not cut off another in the middle of a step. A simulation does it in its
 * own time.
 */
public interface Fan {

    /**
     * Does all and gives what came of each, in order.
     *
     * @param atOnce how many at the same time; at least 1
     * @return when all have ended; an interrupt of the caller is handed to those at work, and the
     *     caller's flag is then set again
     */
    <T> List<T> each(int atOnce, List<? extends Supplier<T>> work);

    /** With threads; one piece alone is done in the caller's own. */
    Fan THREADS = new Threads();

    /** See {@link #THREADS}. */
    final class Threads implements Fan {
        private Threads() {}

        @Override
        public <T> List<T> each(int atOnce, List<? extends Supplier<T>> work) {
            if (work.size() == 1) {
                List<T> one = new ArrayList<>();
                one.add(work.get(0).get());
                return one;
            }
            AtomicBoolean stopped = new AtomicBoolean();
            ExecutorService pool =
                    Executors.newFixedThreadPool(
                            Math.max(1, Math.min(atOnce, work.size())),
                            task -> {
                                Thread thread = new Thread(task, "erp host");
                                thread.setDaemon(true);
                                return thread;
                            });
            try {
                List<Future<T>> running = new ArrayList<>();
                for (Supplier<T> one : work) {
                    running.add(
                            pool.submit(
                                    () -> {
                                        if (stopped.get()) {
                                            Thread.currentThread().interrupt();
                                        }
                                        return one.get();
                                    }));
                }
                pool.shutdown();
                await(pool, stopped);
                return results(running);
            } finally {
                pool.shutdownNow();
                if (stopped.get()) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private static void await(ExecutorService pool, AtomicBoolean stopped) {
            while (true) {
                try {
                    if (pool.awaitTermination(1, TimeUnit.HOURS)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    stopped.set(true);
                    // interrupts those at work; what waits its turn finds the flag when it begins
                    List<Runnable> waiting = pool.shutdownNow();
                    waiting.forEach(Runnable::run);
                    Thread.interrupted();
                }
            }
        }

        private static <T> List<T> results(List<Future<T>> ended) {
            List<T> results = new ArrayList<>();
            Throwable first = null;
            for (Future<T> one : ended) {
                try {
                    results.add(one.get());
                } catch (ExecutionException e) {
                    first = first == null ? e.getCause() : first;
                } catch (InterruptedException e) {
                    throw new IllegalStateException("ended, and still waited for", e);
                }
            }
            if (first instanceof Error error) {
                throw error;
            }
            if (first instanceof RuntimeException unexpected) {
                throw unexpected;
            }
            return results;
        }
    }
}
