package io.jenkins.plugins.erp.console;

import io.jenkins.plugins.erp.shell.Output;

/**
 * What a person reads while an operation runs. Lines at {@link Level#DETAIL} go to the archived
 * full log only, so that the console stays short; the others go to both.
 */
@FunctionalInterface
public interface Console {

    /** How much a line matters. */
    enum Level {
        /** full log only */
        DETAIL,
        INFO,
        /** something went well that a person waited for */
        GOOD,
        WARN,
        ERROR
    }

    /** Throws everything away. */
    Console NONE = (level, line) -> {};

    /** Prints one line; never a secret. Called from several threads. */
    void print(Level level, String line);

    /** Prints a line that matters to everybody. */
    default void info(String line) {
        print(Level.INFO, line);
    }

    /** Prints what went well. */
    default void good(String line) {
        print(Level.GOOD, line);
    }

    /** Prints a warning. */
    default void warn(String line) {
        print(Level.WARN, line);
    }

    /** Prints an error. */
    default void error(String line) {
        print(Level.ERROR, line);
    }

    /** Prints a line for the full log. */
    default void detail(String line) {
        print(Level.DETAIL, line);
    }

    /** A command's output as details, each line with a prefix such as "docker | ". */
    default Output output(String prefix) {
        return (stream, line) -> detail(prefix + line);
    }
}
