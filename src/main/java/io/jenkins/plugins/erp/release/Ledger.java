package io.jenkins.plugins.erp.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has been deployed and rolled back, in the order it ended.
 *
 * @param entries oldest first
 * @param unreadable how many lines were torn or unknown and are left out
 */
public record Ledger(List<LedgerEntry> entries, int unreadable) {

    /** Copies. */
    public Ledger {
        entries = List.copyOf(entries);
    }

    /** Reads JSON Lines; a line that was not written whole is counted and left out. */
    public static Ledger parse(String text) {
        List<LedgerEntry> entries = new ArrayList<>();
        int unreadable = 0;
        for (String line : text.lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            try {
                LedgerEntry entry = Release.JSON.readValue(line, LedgerEntry.class);
                if (entry != null && entry.release() != null && Release.isId(entry.release())) {
                    entries.add(entry);
                } else {
                    unreadable++;
                }
            } catch (JsonProcessingException e) {
                unreadable++;
            }
        }
        return new Ledger(entries, unreadable);
    }

    /** One entry as a line, without its end. */
    public static String line(LedgerEntry entry) {
        try {
            return Release.JSON.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a ledger entry could not be written as JSON", e);
        }
    }

    /**
     * The entries that made a release current, oldest first. A run whose line was written before it
     * failed has another line behind it that says so; that one counts.
     */
    public List<LedgerEntry> made() {
        Map<String, LedgerEntry> last = new HashMap<>();
        entries.forEach(e -> last.put(e.operation(), e));
        return entries.stream().filter(e -> e.made() && last.get(e.operation()).made()).toList();
    }

    /** Releases that have been current at some time, oldest first by when they were made. */
    public List<String> releases() {
        Set<String> seen = new LinkedHashSet<>();
        made().forEach(e -> seen.add(e.release()));
        return seen.stream().sorted().toList();
    }

    /**
     * Where a rollback without a name goes: the release that a given one took over from, which
     * after an earlier rollback is not the one made last before it.
     */
    public Optional<String> before(String current) {
        return made().stream()
                .filter(e -> e.kind().equals("deploy") && e.release().equals(current))
                .map(LedgerEntry::previous)
                .reduce((first, second) -> second)
                .filter(previous -> !previous.isEmpty())
                .or(
                        () ->
                                releases().stream()
                                        .filter(r -> r.compareTo(current) < 0)
                                        .reduce((first, second) -> second));
    }

    /** The migration heads that the database was left with, as far as the ledger knows. */
    public Map<String, List<String>> heads() {
        return headsBefore("");
    }

    /** The same, before a run that may have left lines here already: it goes back to them. */
    public Map<String, List<String>> headsBefore(String operation) {
        return entries.stream()
                .filter(e -> !e.operation().equals(operation))
                .map(LedgerEntry::heads)
                .filter(h -> !h.isEmpty())
                .reduce((first, second) -> second)
                .orElse(Map.of());
    }

    /** The last entry that made a release current. */
    public Optional<LedgerEntry> lastThatMade(String release) {
        return made().stream()
                .filter(e -> e.release().equals(release))
                .reduce((first, second) -> second);
    }

    /**
     * Which releases may go: those that served longest ago, and before them those that never did.
     *
     * @param present those that have a directory
     * @param keep how many stay, the current one among them
     * @param current stays in any case
     */
    public List<String> toPrune(List<String> present, int keep, String current) {
        List<String> served = new ArrayList<>();
        made().forEach(
                        e -> {
                            // what a run took over from has served until then
                            for (String release : List.of(e.previous(), e.release())) {
                                served.remove(release);
                                served.add(release);
                            }
                        });
        List<String> lastFirst =
                present.stream()
                        .filter(r -> !r.equals(current))
                        .sorted(
                                Comparator.<String>comparingInt(served::indexOf)
                                        .thenComparing(Comparator.naturalOrder())
                                        .reversed())
                        .toList();
        int others = Math.max(0, keep - 1);
        return lastFirst.size() <= others ? List.of() : lastFirst.subList(others, lastFirst.size());
    }
}
