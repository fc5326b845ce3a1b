package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.shell.ShellException;
import java.util.List;

/** One way of deploying and going back, on the benchmark's stack. */
interface Contestant {

    /** Short word, for {@code --only} and tables. */
    String name();

    /** What it does, line by line, for the report. */
    List<String> does();

    /** Whether it is a strategy of this product. */
    default boolean product() {
        return false;
    }

    /** Brings a release up on an empty host; not measured. */
    void begin(String image)
            throws ConfigException, OperationException, ShellException, InterruptedException;

    /** Moves to a release. */
    Done deploy(String image, Stopwatch stopwatch)
            throws ConfigException, OperationException, ShellException, InterruptedException;

    /** Moves back to the release that ran before. */
    Done rollback(String image, Stopwatch stopwatch)
            throws ConfigException, OperationException, ShellException, InterruptedException;

    /**
     * How it ended.
     *
     * @param ok whether it says that it succeeded
     * @param note for people; why not
     * @param connections SSH connections opened
     * @param dockerCommands run
     */
    record Done(boolean ok, String note, int connections, int dockerCommands) {}
}
