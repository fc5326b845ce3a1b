package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.console.Console;

/** Passes lines on and knows the last one, so that a result's summary is not said twice. */
public final class Listening implements Console {
    private final Console inner;
    private volatile String last = "";

    /** Before another console. */
    public Listening(Console inner) {
        this.inner = inner;
    }

    @Override
    public void print(Level level, String line) {
        if (level != Level.DETAIL) {
            last = line;
        }
        inner.print(level, line);
    }

    /** Prints a line unless it was the last one anyway. */
    public void once(Level level, String line) {
        if (!line.equals(last)) {
            print(level, line);
        }
    }
}
