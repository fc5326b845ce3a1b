package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.config.Target;
import io.jenkins.plugins.erp.release.Release;
import java.util.List;
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
 * @param host that this part of the run is on; empty where it is on one host alone
 * @param hosts of the run, the lead first, whose journal decides; empty for one host alone
 * @param idle services that are not run on this host, because they run on the lead
 * @param backup that is restored; or empty
 * @param target what runs the services
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
        String host,
        List<String> hosts,
        List<String> idle,
        String backup,
        Target target) {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Fills in what a journal of one host leaves out. */
    RolloutAbout {
        host = host == null ? "" : host;
        hosts = hosts == null ? List.of() : List.copyOf(hosts);
        idle = idle == null ? List.of() : List.copyOf(idle);
        backup = backup == null ? "" : backup;
        target = target == null ? Target.COMPOSE : target;
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

    /** Whether this is the host that goes first, migrates, runs beat and decides. */
    boolean lead() {
        return hosts.isEmpty() || hosts.get(0).equals(host);
    }

    /** The last phase before something that serves is touched. */
    String staged() {
        return switch (kind) {
            case DEPLOY -> "pull";
            case ROLLBACK -> "images";
            case RESTORE -> "load";
        };
    }

    /**
     * Whether another database takes the place of the one that is used: what writes is stopped for
     * it, and is only started again, forward or back, when the databases are exchanged.
     */
    boolean dark() {
        return kind == Kind.RESTORE
                || (kind == Kind.ROLLBACK && migrations == MigrationPolicy.RESTORE);
    }

    /** The same run's part on one host. */
    RolloutAbout on(
            String where, List<String> all, String before, boolean empty, List<String> idleHere) {
        boolean alone = all.size() == 1;
        return new RolloutAbout(
                kind,
                operation,
                release,
                before,
                empty,
                migrations,
                actor,
                buildUrl,
                started,
                alone ? "" : where,
                alone ? List.of() : all,
                idleHere,
                // a deploy's backup is named after its release
                kind == Kind.ROLLBACK && dark() ? before : backup,
                target);
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
