package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.release.Release;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run is about: written as the first line of its journal, and all that a later comer has to
 * know, beside the host itself, to finish it or to take it back.
 *
 * @param kind deploy, rollback or restore
 * @param operation id of the run
 * @param release that is to become current
 * @param previous that is current; or empty
 * @param virgin whether the project had no container at all
 * @param migrations what a rollback does about migrations
 * @param actor who asked
 * @param buildUrl or empty
 * @param started ISO 8601 in UTC
 * @param backup that is restored; or empty
 */
record RolloutAbout(
        Kind kind,
        String operation,
        String release,
        String previous,
        boolean virgin,
        MigrationPolicy migrations,
        String actor,
        String buildUrl,
        String started,
        String backup) {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Fills in what an older journal leaves out. */
    @JsonCreator
    RolloutAbout {
        backup = backup == null ? "" : backup;
    }

    /** Without a backup. */
    RolloutAbout(
            Kind kind,
            String operation,
            String release,
            String previous,
            boolean virgin,
            MigrationPolicy migrations,
            String actor,
            String buildUrl,
            String started) {
        this(kind, operation, release, previous, virgin, migrations, actor, buildUrl, started, "");
    }

    /** The kinds. */
    enum Kind {
        DEPLOY,
        ROLLBACK,
        RESTORE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The previous release, if there is one. */
    Optional<String> previousRelease() {
        return Optional.ofNullable(previous).filter(Release::isId);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run could not be written as JSON", e);
        }
    }

    static Optional<RolloutAbout> fromJson(String text) {
        try {
            return Optional.ofNullable(JSON.readValue(text, RolloutAbout.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
