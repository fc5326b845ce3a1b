package io.jenkins.plugins.erp.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a release is: enough to run it again. Never a secret.
 *
 * @param id {@code 20261125T011600Z-1a2b3c4}: sorts by time
 * @param image as asked for, such as {@code registry.example.com/team/erp:1.4}
 * @param pinned what the containers are made of: the image by its registry's digest, or, where no
 *     registry knows it, by a name of its own on the host
 * @param imageId the engine's own id of the image, {@code sha256:...}
 * @param tag a local name that keeps the image from being pruned
 * @param configHash SHA-256 of the resolved Compose model, the env file's values left out
 * @param envHash keyed SHA-256 of the env file: equal when equal, and nothing to learn from
 * @param envNames names of its variables
 * @param migrationHeads applied migrations that no applied one follows, by app, when it was current
 * @param commit of the sources, or empty
 * @param actor who deployed it
 * @param buildUrl or empty
 * @param created ISO 8601 in UTC
 * @param project Compose project
 * @param services by role, names as in {@code erp.yaml}
 * @param files copied beside the Compose file for the containers that mount them, relative
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Release(
        String id,
        String image,
        String pinned,
        String imageId,
        String tag,
        String configHash,
        String envHash,
        List<String> envNames,
        Map<String, List<String>> migrationHeads,
        String commit,
        String actor,
        String buildUrl,
        String created,
        String project,
        Map<String, List<String>> services,
        List<String> files) {
    static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** On every container of the system's own services: its release's id. */
    public static final String LABEL = "io.jenkins.plugins.erp.release";

    private static final Pattern ID = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[a-z0-9][a-z0-9-]{0,40}");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Checks the id and copies. */
    public Release {
        checkId(id);
        envNames = envNames == null ? List.of() : List.copyOf(envNames);
        migrationHeads = migrationHeads == null ? Map.of() : new TreeMap<>(migrationHeads);
        services = services == null ? Map.of() : new TreeMap<>(services);
        files = files == null ? List.of() : List.copyOf(files);
    }

    /** An id for something that begins now. */
    public static String newId(Instant now, String word) {
        String clean = word.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9-]", "");
        clean = clean.replaceAll("^-+", "");
        return STAMP.format(now)
                + "-"
                + (clean.isEmpty() ? "x" : clean.substring(0, Math.min(40, clean.length())));
    }

    /** Whether a text can be an id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * The text itself.
     *
     * @throws IllegalArgumentException when it cannot be an id, such as a path
     */
    public static String checkId(String text) {
        if (!isId(text)) {
            throw new IllegalArgumentException(
                    "\""
                            + text
                            + "\" is not a release: write its id as ./erp releases shows it, such"
                            + " as 20261125T011600Z-1a2b3c4");
        }
        return text;
    }

    /** The same with the migration heads that were found. */
    public Release withMigrationHeads(Map<String, List<String>> heads) {
        return new Release(
                id,
                image,
                pinned,
                imageId,
                tag,
                configHash,
                envHash,
                envNames,
                heads,
                commit,
                actor,
                buildUrl,
                created,
                project,
                services,
                files);
    }

    /** The same with other services. */
    public Release withServices(Map<String, List<String>> others) {
        return new Release(
                id,
                image,
                pinned,
                imageId,
                tag,
                configHash,
                envHash,
                envNames,
                migrationHeads,
                commit,
                actor,
                buildUrl,
                created,
                project,
                others,
                files);
    }

    /** One line of JSON. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a release could not be written as JSON", e);
        }
    }

    /** Reads it; empty for anything else. */
    public static Optional<Release> fromJson(String text) {
        try {
            return Optional.ofNullable(JSON.readValue(text, Release.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
