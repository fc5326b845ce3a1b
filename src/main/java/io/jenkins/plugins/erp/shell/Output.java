package io.jenkins.plugins.erp.shell;

/**
 * Receives what a command prints, line by line while it runs, already masked. Called from several
 * threads.
 */
@FunctionalInterface
public interface Output {

    /** Which of the two streams a line came from. */
    enum Stream {
        STDOUT,
        STDERR
    }

    /** Throws every line away. */
    Output NONE = (stream, line) -> {};

    /**
     * Takes one line.
     *
     * @param stream where it came from
     * @param line without its line end, at most 64 KiB (longer lines come in pieces)
     */
    void line(Stream stream, String line);
}
