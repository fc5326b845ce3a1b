package io.jenkins.plugins.erp.shell;

import java.time.Duration;
import java.util.List;

/**
 * How a command ended.
 *
 * @param command what was run
 * @param where the machine it ran on, for people ("this machine", "deploy@erp1")
 * @param exitCode the program's own
 * @param stdout its standard output as it was printed, for programs to read (masking would break a
 *     JSON text in which a word equals a secret), so never print it: print the tail; at most {@link
 *     #MAX_STDOUT} characters (then cut at the end)
 * @param tail the last lines of both streams in the order they came, masked, at most 40
 * @param elapsed wall time
 */
public record CommandResult(
        Command command,
        String where,
        int exitCode,
        String stdout,
        List<String> tail,
        Duration elapsed) {

    /** What is kept of standard output, in characters: 16 Mi. */
    public static final int MAX_STDOUT = 16 * 1024 * 1024;

    /** Copies the lines. */
    public CommandResult {
        tail = List.copyOf(tail);
    }

    /** Whether the exit code is 0. */
    public boolean ok() {
        return exitCode == 0;
    }

    /** Itself when it ended with 0. */
    public CommandResult orThrow() throws CommandFailedException {
        if (!ok()) {
            throw new CommandFailedException(this);
        }
        return this;
    }

    /** Without standard output, which may hold secrets. */
    @Override
    public String toString() {
        return "exit code " + exitCode + " from: " + command + " (on " + where + ")";
    }
}
