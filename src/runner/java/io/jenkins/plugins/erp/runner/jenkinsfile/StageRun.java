package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A stage while it runs and afterwards. */
public final class StageRun {
    private final String name;
    private final StageRun parent;
    private final long begin = System.nanoTime();
    private volatile long end;
    private volatile BuildResult result = BuildResult.SUCCESS;
    private volatile boolean skipped;
    private volatile String note = "";

    StageRun(String name, StageRun parent) {
        this.name = name;
        this.parent = parent;
    }

    /** As written. */
    public String name() {
        return name;
    }

    /** How many stages it stands in. */
    public int depth() {
        return parent == null ? 0 : parent.depth() + 1;
    }

    /** How it ended. */
    public BuildResult result() {
        return result;
    }

    /** Whether it was not run. */
    public boolean skipped() {
        return skipped;
    }

    /** Why it was skipped or what went wrong, one line; may be empty. */
    public String note() {
        return note;
    }

    /** Wall time. */
    public Duration elapsed() {
        return Duration.ofNanos((end == 0 ? System.nanoTime() : end) - begin);
    }

    /** Wall time in seconds, with one decimal. */
    String seconds() {
        return Seconds.of(elapsed());
    }

    synchronized void atLeast(BuildResult other, String why) {
        if (other.compareTo(result) > 0) {
            result = other;
            note = why == null ? "" : why.lines().findFirst().orElse("");
        }
        if (parent != null) {
            parent.atLeast(other, why);
        }
    }

    void end() {
        end = System.nanoTime();
    }

    void skip(String why) {
        skipped = true;
        note = why;
        end = System.nanoTime();
    }

    /** Seconds for people. */
    static final class Seconds {
        private Seconds() {}

        static String of(Duration d) {
            long tenths = TimeUnit.NANOSECONDS.toMillis(d.toNanos()) / 100;
            return tenths < 600
                    ? tenths / 10 + "." + tenths % 10 + " s"
                    : tenths / 600 + " min " + tenths % 600 / 10 + " s";
        }
    }
}
