package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.ShellException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A saved database, as the small JSON file beside it says.
 *
 * @param id of the run that saved it: its file is named after it
 * @param release that was current then, or empty
 * @param created ISO 8601 in UTC
 * @param database its name
 * @param bytes of the file
 * @param sha256 of the file
 * @param items in its table of contents
 */
public record Backup(
        String id,
        String release,
        String created,
        String database,
        long bytes,
        String sha256,
        long items) {
    private static final String DUMP = ".dump";
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Checks the id. */
    public Backup {
        Release.checkId(id);
        release = release == null ? "" : release;
        created = created == null ? "" : created;
        database = database == null ? "" : database;
        sha256 = sha256 == null ? "" : sha256;
    }

    private static String directory(HostState host) {
        return host.root() + "/backups";
    }

    private static String record(HostState host, String id) {
        return directory(host) + "/" + Release.checkId(id) + ".json";
    }

    /** Writes the JSON file; a dump without one was not saved to its end. */
    void write(HostState host) throws ShellException, InterruptedException {
        host.files().write(record(host, id), toJson() + "\n");
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a backup could not be written as JSON", e);
        }
    }

    /** Reads one, if it is there and whole. */
    static Optional<Backup> read(HostState host, String id)
            throws ShellException, InterruptedException {
        Optional<String> text = host.files().read(record(host, id));
        if (text.isEmpty() || !host.files().exists(host.backupFile(id))) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSON.readValue(text.get(), Backup.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** All that are whole, oldest first. */
    static List<Backup> all(HostState host) throws ShellException, InterruptedException {
        List<Backup> all = new ArrayList<>();
        for (String name : host.files().list(directory(host))) {
            String id = name.endsWith(DUMP) ? name.substring(0, name.length() - 5) : "";
            if (Release.isId(id)) {
                read(host, id).ifPresent(all::add);
            }
        }
        return all;
    }

    /** Removes all but the newest. */
    static void prune(HostState host, int keep) throws ShellException, InterruptedException {
        for (String name : toPrune(host.files().list(directory(host)), keep)) {
            host.files().remove(directory(host) + "/" + name);
        }
    }

    /** Files that go, when so many dumps are kept. */
    static List<String> toPrune(List<String> names, int keep) {
        List<String> dumps =
                names.stream()
                        .filter(n -> n.endsWith(DUMP))
                        .sorted((a, b) -> b.compareTo(a))
                        .toList();
        List<String> gone = new ArrayList<>();
        for (String dump : dumps.subList(Math.min(keep, dumps.size()), dumps.size())) {
            String record = dump.substring(0, dump.length() - DUMP.length()) + ".json";
            gone.add(dump);
            if (names.contains(record)) {
                gone.add(record);
            }
        }
        return gone;
    }
}
