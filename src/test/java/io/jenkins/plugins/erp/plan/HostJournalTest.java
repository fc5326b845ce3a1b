package io.jenkins.plugins.erp.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.plan.JournalEntry.Event;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.ProcessShell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostJournalTest {
    private static final String OP = "20261125T011600Z-1a2b3c4";

    @TempDir Path directory;

    @Test
    void aTornLineIsAsIfNeverWrittenAndTheNextStandsAlone() throws Exception {
        HostState host = new HostState(new ProcessShell(), directory.toString());
        host.prepare();
        HostJournal journal = HostJournal.open(host, OP, Clock.systemUTC(), "about");
        journal.append("stage", Event.STARTED, "");
        Path file = directory.resolve(".erp/journal/" + OP + ".open.jsonl");
        Files.writeString(file, "{\"seq\":3,\"phase\":\"stage\",\"eve", StandardOpenOption.APPEND);
        assertThat(host.openOperations()).containsExactly(OP);

        HostJournal later = HostJournal.read(host, OP, Clock.systemUTC());
        assertThat(later.about()).contains("about");
        assertThat(later.entries())
                .extracting(JournalEntry::event)
                .containsExactly(Event.OPENED, Event.STARTED);
        later.append("", Event.UNDO, "left \"open\"\nover two lines");

        HostJournal third = HostJournal.read(host, OP, Clock.systemUTC());
        assertThat(third.entries())
                .extracting(JournalEntry::event)
                .containsExactly(Event.OPENED, Event.STARTED, Event.UNDO);
        third.close("UNDONE");
        assertThat(host.openOperations()).isEmpty();
        assertThat(directory.resolve(".erp/journal/" + OP + ".jsonl")).exists();
    }
}
