package io.jenkins.plugins.erp.shell;

import java.io.IOException;
import java.io.OutputStream;

/** What a command's standard input is fed with while it runs, too much to be held in memory. */
@FunctionalInterface
public interface Feed {

    /**
     * Writes all of it; writing waits while the command does not read. The stream need not be
     * closed.
     *
     * @throws IOException when there is no whole input to be had: the command is then ended before
     *     it could take what it got for all
     */
    void writeTo(OutputStream stdin) throws IOException;
}
