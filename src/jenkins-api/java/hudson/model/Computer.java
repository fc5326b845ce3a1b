package hudson.model;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public abstract class Computer extends Actionable {
    public static final ExecutorService threadPoolForRemoting =
            Executors.newCachedThreadPool(
                    work -> {
                        Thread thread = new Thread(work);
                        thread.setDaemon(true);
                        return thread;
                    });

    Computer() {}
}
