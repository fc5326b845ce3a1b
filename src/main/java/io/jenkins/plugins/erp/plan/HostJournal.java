package io.jenkins.plugins.erp.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.plan.JournalEntry.Event;
import io.jenkins.plugins.erp.release.HostState;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A journal on the host it is about: {@code .erp/journal/OP.open.jsonl}, renamed when the run is
 * over. A line that a crash tore is as if it had never been written; the next one begins on a line
 * of its own.
 */
public final class HostJournal implements Journal {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final int MAX_DETAIL = 4000;

    private final HostState host;
    private final String operation;
    private final Clock clock;
    private final List<JournalEntry> entries;
    private boolean torn;

    private HostJournal(
            HostState host,
            String operation,
            Clock clock,
            List<JournalEntry> entries,
            boolean torn) {
        this.host = host;
        this.operation = operation;
        this.clock = clock;
        this.entries = new ArrayList<>(entries);
        this.torn = torn;
    }

    /**
     * Begins one.
     *
     * @param about what a later comer has to know, as text
     */
    public static HostJournal open(HostState host, String operation, Clock clock, String about)
            throws IOException, InterruptedException {
        HostJournal journal = new HostJournal(host, operation, clock, List.of(), false);
        journal.append("", Event.OPENED, about);
        return journal;
    }

    /** Reads one that was left open. */
    public static HostJournal read(HostState host, String operation, Clock clock)
            throws IOException, InterruptedException {
        String text = host.files().read(host.openJournal(operation)).orElse("");
        return new HostJournal(host, operation, clock, parse(text), tornAtEnd(text));
    }

    /** The entries of one that is over; none where there is no such. */
    public static List<JournalEntry> closed(HostState host, String operation)
            throws IOException, InterruptedException {
        return parse(host.files().read(host.closedJournal(operation)).orElse(""));
    }

    /** The whole lines of a journal; what is not one is left out. */
    static List<JournalEntry> parse(String text) {
        List<JournalEntry> entries = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            try {
                JournalEntry entry = JSON.readValue(line, JournalEntry.class);
                if (entry != null && entry.event() != null) {
                    entries.add(entry);
                }
            } catch (JsonProcessingException e) {
                // torn: what it says has not begun, because it is written before
            }
        }
        return entries;
    }

    private static boolean tornAtEnd(String text) {
        return !text.isEmpty() && !text.endsWith("\n");
    }

    @Override
    public synchronized List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public synchronized void append(String phase, Event event, String detail)
            throws IOException, InterruptedException {
        append(List.of(new Line(phase, event, detail, clock.instant())));
    }

    @Override
    public synchronized void append(List<Line> lines) throws IOException, InterruptedException {
        List<JournalEntry> added = new ArrayList<>();
        StringBuilder text = new StringBuilder(torn ? "\n" : "");
        for (Line line : lines) {
            JournalEntry entry = shortened(line).entry(entries.size() + added.size() + 1);
            added.add(entry);
            text.append(JSON.writeValueAsString(entry)).append('\n');
        }
        // until it is known to be written whole, the next line must not lean on it
        torn = true;
        host.files().append(host.openJournal(operation), text.toString());
        torn = false;
        entries.addAll(added);
    }

    private static Line shortened(Line line) {
        return line.event() == Event.OPENED || line.detail().length() <= MAX_DETAIL
                ? line
                : new Line(
                        line.phase(),
                        line.event(),
                        line.detail().substring(0, MAX_DETAIL) + " ...",
                        line.at());
    }

    /** What the run is about, as it was opened with. */
    public synchronized Optional<String> about() {
        return entries.stream()
                .filter(e -> e.event() == Event.OPENED)
                .map(JournalEntry::detail)
                .findFirst();
    }

    /** Ends it: writes the outcome and puts it with those that are over. */
    public synchronized void close(String outcome) throws IOException, InterruptedException {
        append("", Event.CLOSED, outcome);
        host.files().move(host.openJournal(operation), host.closedJournal(operation));
    }

    /** Removes it, for a run that has changed nothing. */
    public synchronized void discard() throws IOException, InterruptedException {
        host.files().remove(host.openJournal(operation));
    }
}
