package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.List;

/** Where tools run. */
interface Place extends AutoCloseable {

    /** For people: "this machine", "image sample_erp:1.0-test". */
    String label();

    /** The directory that paths are relative to. */
    String root();

    /** Whether it is an image. */
    boolean image();

    /**
     * Runs a tool in the root.
     *
     * @throws ShellException when it could not be run to its end
     */
    CommandResult run(Scanner tool, List<String> argv, Duration timeout, Output output)
            throws ShellException, InterruptedException;

    /** Removes what was started, also when the thread has been interrupted. */
    @Override
    void close();
}
