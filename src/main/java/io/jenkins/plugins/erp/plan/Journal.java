package io.jenkins.plugins.erp.plan;

import java.io.IOException;
import java.util.List;

/** Where a run writes ahead what it is about to do. */
public interface Journal {

    /** What has been written so far, in order. */
    List<JournalEntry> entries();

    /**
     * Writes one entry; on return it is on the disk it belongs to.
     *
     * @throws IOException when it could not be written for certain
     */
    void append(String phase, JournalEntry.Event event, String detail)
            throws IOException, InterruptedException;
}
