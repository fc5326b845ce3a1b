package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.JournalEntry;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.release.LedgerEntry;
import io.jenkins.plugins.erp.release.Release;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the ledger's line of a run from its journal. */
final class LedgerLines {

    private LedgerLines() {}

    static LedgerEntry line(
            Rollout rollout, List<JournalEntry> journal, String outcome, String reason) {
        RolloutAbout about = rollout.about();
        Optional<Release> release = release(rollout);
        Instant now = rollout.context().clock().instant();
        return new LedgerEntry(
                about.operation(),
                about.kind().word(),
                about.release(),
                about.previous(),
                outcome,
                reason.lines().findFirst().orElse(""),
                about.actor(),
                about.buildUrl(),
                release.map(Release::pinned).orElse(""),
                release.map(Release::commit).orElse(""),
                about.started(),
                time(about.started()).map(s -> seconds(s, now)).orElse(0.0),
                phases(journal),
                heads(rollout, release),
                release.map(LedgerLines::digest).orElse(""),
                release.map(Release::configHash).orElse(""),
                release.map(Release::envHash).orElse(""),
                about.hosts());
    }

    /** The registry's digest of a release's image, or the engine's id where none knows it. */
    static String digest(Release release) {
        int at = release.pinned().indexOf('@');
        return at < 0 ? release.imageId() : release.pinned().substring(at + 1);
    }

    private static Map<String, List<String>> heads(Rollout rollout, Optional<Release> release) {
        if (!rollout.heads().isEmpty()) {
            return rollout.heads();
        }
        // a deploy wrote them to release.json; a rollback leaves the database as it was
        return rollout.about().kind() == RolloutAbout.Kind.DEPLOY
                ? release.map(Release::migrationHeads).orElse(Map.of())
                : Map.of();
    }

    private static Optional<Release> release(Rollout rollout) {
        try {
            return rollout.hasTarget() ? Optional.of(rollout.target()) : Optional.empty();
        } catch (PhaseException | IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Seconds from started to done, for each phase that got so far. */
    static Map<String, Double> phases(List<JournalEntry> journal) {
        Map<String, Instant> started = new LinkedHashMap<>();
        Map<String, Double> phases = new LinkedHashMap<>();
        for (JournalEntry entry : journal) {
            Optional<Instant> time = time(entry.time());
            if (time.isEmpty()) {
                continue;
            }
            switch (entry.event()) {
                case STARTED -> started.put(entry.phase(), time.get());
                case DONE, FAILED -> {
                    Instant begin = started.get(entry.phase());
                    if (begin != null) {
                        phases.put(entry.phase(), seconds(begin, time.get()));
                    }
                }
                default -> {
                    // says nothing about apply's time
                }
            }
        }
        return phases;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
