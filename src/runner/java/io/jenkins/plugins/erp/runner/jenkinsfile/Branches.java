package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs branches side by side, each on its own thread. */
final class Branches {
    private Branches() {}

    /** Values by branch; throws the first failure once all have ended. */
    static Map<String, Object> run(
            Engine engine, Context context, Map<String, StepCall.Body> branches, boolean failFast)
            throws Exception {
        Map<String, Object> values = new ConcurrentHashMap<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicBoolean stopped = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (Map.Entry<String, StepCall.Body> branch : branches.entrySet()) {
            Context own = context.on(branch.getKey());
            threads.add(
                    new Thread(
                            () -> {
                                try {
                                    Object value = engine.branch(own, branch.getValue());
                                    if (value != null) {
                                        values.put(branch.getKey(), value);
                                    }
                                } catch (Throwable t) {
                                    failures.add(t);
                                    engine.build()
                                            .console(own)
                                            .error("branch failed: " + engine.explain(t));
                                    if (failFast && stopped.compareAndSet(false, true)) {
                                        interrupt(threads);
                                    }
                                }
                            },
                            "branch " + branch.getKey()));
        }
        boolean interrupted =
                engine.outside(
                        () -> {
                            threads.forEach(Thread::start);
                            return join(threads);
                        });
        if (interrupted) {
            throw new InterruptedException("parallel branches were stopped");
        }
        Throwable first = failures.poll();
        if (first != null) {
            for (Throwable other : failures) {
                if (other != first) {
                    first.addSuppressed(other);
                }
            }
            throw Engine.sneaky(first);
        }
        return values;
    }

    /** Waits for all, stopping them when this thread is stopped; says whether it was. */
    private static boolean join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    interrupt(threads);
                }
            }
        }
        return interrupted;
    }

    private static void interrupt(List<Thread> threads) {
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                thread.interrupt();
            }
        }
    }
}
