package io.jenkins.plugins.erp.plan;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Where a run writes ahead what it is about to do. */
public interface Journal {

    /**
     * A line to be written.
     *
     * @param phase its name; empty for the run as a whole
     * @param at when it happened
     */
    record Line(String phase, JournalEntry.Event event, String detail, Instant at) {

        /** The same as an entry. */
        JournalEntry entry(int seq) {
            return new JournalEntry(seq, phase, event, at.toString(), detail);
        }
    }

    /** What has been written so far, in order. */
    List<JournalEntry> entries();

    /**
     * Writes one entry; on return it is on the disk it belongs to.
     *
     * @throws IOException when it could not be written for certain
     */
    void append(String phase, JournalEntry.Event event, String detail)
            throws IOException, InterruptedException;

    /**
     * Writes entries in order, in one go where that can be done: of one that is torn the first ones
     * may be there.
     */
    default void append(List<Line> lines) throws IOException, InterruptedException {
        for (Line line : lines) {
            append(line.phase(), line.event(), line.detail());
        }
    }
}
