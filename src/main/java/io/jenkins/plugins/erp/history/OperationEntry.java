package io.jenkins.plugins.erp.history;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation that a step or a builder ran. Texts are empty, never null, where there is nothing
 * to say; no field ever holds a secret.
 *
 * @param id unique: job, build and the step's place in it
 * @param kind build, test, scan, deploy, rollback or health
 * @param app name of the system in erp.yaml
 * @param environment name in erp.yaml; empty for build, test and scan
 * @param hosts addresses of the environment's hosts, user@host:port
 * @param job full name of the job
 * @param build its number
 * @param actor who asked for it: a user's id, or the cause in words
 * @param started time it began, ISO 8601 in UTC
 * @param seconds it took; 0 while it runs
 * @param outcome {@link #RUNNING}, {@link #ABORTED}, or the name of an {@link
 *     io.jenkins.plugins.erp.operation.Outcome}
 * @param summary one line for people
 * @param failure why it failed, with the tool's own last lines
 * @param release id that was to become current
 * @param previous id that was current before
 * @param current id that is current now
 * @param commit of the release
 * @param committed time of that commit, ISO 8601, where Git told it
 * @param result the whole result as the step returned it; left out in the index of all operations
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OperationEntry(
        String id,
        String kind,
        String app,
        String environment,
        List<String> hosts,
        String job,
        int build,
        String actor,
        String started,
        double seconds,
        String outcome,
        String summary,
        String failure,
        String release,
        String previous,
        String current,
        String commit,
        String committed,
        Map<String, Object> result) {
    /** Outcome of one that has not ended. */
    public static final String RUNNING = "RUNNING";

    /** Outcome of one that somebody stopped. */
    public static final String ABORTED = "ABORTED";

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Copies, and turns null into nothing. */
    public OperationEntry {
        id = text(id);
        kind = text(kind);
        app = text(app);
        environment = text(environment);
        hosts = hosts == null ? List.of() : List.copyOf(hosts);
        job = text(job);
        actor = text(actor);
        started = text(started);
        outcome = text(outcome);
        summary = text(summary);
        failure = text(failure);
        release = text(release);
        previous = text(previous);
        current = text(current);
        commit = text(commit);
        committed = text(committed);
        result =
                result == null
                        ? Map.of()
                        : Collections.unmodifiableMap(new LinkedHashMap<>(result));
    }

    /** Whether it has ended. */
    public boolean ended() {
        return !outcome.equals(RUNNING);
    }

    /** Whether it did what was asked. */
    public boolean succeeded() {
        return outcome.equals("DONE") || outcome.equals("UNSTABLE");
    }

    /** When it began; the epoch where the text says nothing. */
    public Instant begin() {
        return instant(started).orElse(Instant.EPOCH);
    }

    /** When it ended; when it began while it runs. */
    public Instant end() {
        return begin().plusMillis(Math.round(seconds * 1000));
    }

    /** When the commit was made, where that is known. */
    public Optional<Instant> commitTime() {
        return instant(committed);
    }

    /** For the index: without the whole result. */
    public OperationEntry withoutResult() {
        return with(job, Map.of());
    }

    /** The same in a job that has got another name. */
    public OperationEntry withJob(String other) {
        return with(other, result);
    }

    /** One line of JSON. */
    public String toLine() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an operation could not be written as JSON", e);
        }
    }

    /** Reads a line; empty for a torn or an unknown one. */
    public static Optional<OperationEntry> parse(String line) {
        try {
            OperationEntry entry = JSON.readValue(line, OperationEntry.class);
            return entry == null || entry.id().isEmpty() ? Optional.empty() : Optional.of(entry);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private OperationEntry with(String otherJob, Map<String, Object> otherResult) {
        return new OperationEntry(
                id,
                kind,
                app,
                environment,
                hosts,
                otherJob,
                build,
                actor,
                started,
                seconds,
                outcome,
                summary,
                failure,
                release,
                previous,
                current,
                commit,
                committed,
                otherResult);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(java.time.OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String text(String given) {
        return given == null ? "" : given;
    }
}
