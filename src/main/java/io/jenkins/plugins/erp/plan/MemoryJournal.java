package io.jenkins.plugins.erp.plan;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A journal in memory, for plans that change nothing and for tests. */
public final class MemoryJournal implements Journal {
    private final Clock clock;
    private final List<JournalEntry> entries = new ArrayList<>();

    /** Empty. */
    public MemoryJournal(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public synchronized void append(String phase, JournalEntry.Event event, String detail) {
        entries.add(
                new JournalEntry(
                        entries.size() + 1, phase, event, clock.instant().toString(), detail));
    }
}
