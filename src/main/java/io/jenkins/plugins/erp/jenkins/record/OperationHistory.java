package io.jenkins.plugins.erp.jenkins.record;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.erp.history.OperationEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * All operations of this Jenkins, newest last, in one file of JSON Lines below its home. It
 * outlives the builds, which are deleted after a while, so that figures over months stay right. At
 * most 20,000 operations are kept.
 */
@Extension
public final class OperationHistory extends ItemListener {
    private static final Logger LOGGER = Logger.getLogger(OperationHistory.class.getName());
    private static final int MOST = 20_000;

    private final Path file;
    private final Map<String, OperationEntry> running = new LinkedHashMap<>();
    private LinkedHashMap<String, OperationEntry> entries;
    private Set<String> jobs;

    /** For Jenkins: in its home. */
    public OperationHistory() {
        this(null);
    }

    /** In a file of one's own, for tests; null: in Jenkins' home. */
    OperationHistory(Path file) {
        this.file = file;
    }

    /** The one of this Jenkins. */
    public static OperationHistory get() {
        return ExtensionList.lookupSingleton(OperationHistory.class);
    }

    /** All that have ended, oldest first, without their whole results. */
    public synchronized List<OperationEntry> entries() {
        return List.copyOf(loaded().values());
    }

    /** Those that have begun since Jenkins started and have not ended, without their results. */
    public synchronized List<OperationEntry> running() {
        return List.copyOf(running.values());
    }

    /** Full names of the jobs that any of these are of. */
    public synchronized Set<String> jobs() {
        if (jobs == null) {
            Set<String> found = new HashSet<>();
            loaded().values().forEach(e -> found.add(e.job()));
            running.values().forEach(e -> found.add(e.job()));
            jobs = Set.copyOf(found);
        }
        return jobs;
    }

    /** Notes that an operation has begun, with its build; listeners hear of it. */
    public void begin(OperationEntry entry, Run<?, ?> run, TaskListener console)
            throws IOException {
        keep(entry, run);
        synchronized (this) {
            running.put(entry.id(), entry.withoutResult());
            jobs = null;
        }
        OperationListener.started(entry, run, console);
    }

    /** Notes how an operation ended, with its build and in the index; listeners hear of it. */
    public void end(OperationEntry entry, Run<?, ?> run, TaskListener console) throws IOException {
        keep(entry, run);
        add(entry);
        OperationListener.ended(entry, run, console);
    }

    private static void keep(OperationEntry entry, Run<?, ?> run) throws IOException {
        RunRecord record;
        synchronized (OperationHistory.class) {
            record = run.getAction(RunRecord.class);
            if (record == null) {
                record = new RunRecord();
                run.addAction(record);
            }
        }
        record.put(entry);
        run.save();
    }

    /** Adds to the index. */
    synchronized void add(OperationEntry entry) throws IOException {
        OperationEntry line = entry.withoutResult();
        Map<String, OperationEntry> all = loaded();
        running.remove(line.id());
        all.put(line.id(), line);
        jobs = null;
        Files.createDirectories(file().getParent());
        Files.writeString(
                file(),
                line.toLine() + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    @Override
    public synchronized void onLocationChanged(Item item, String oldFullName, String newFullName) {
        boolean changed = false;
        for (Map.Entry<String, OperationEntry> one : loaded().entrySet()) {
            String job = one.getValue().job();
            if (job.equals(oldFullName) || job.startsWith(oldFullName + "/")) {
                one.setValue(
                        one.getValue().withJob(newFullName + job.substring(oldFullName.length())));
                changed = true;
            }
        }
        if (changed) {
            jobs = null;
            try {
                rewrite();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private LinkedHashMap<String, OperationEntry> loaded() {
        if (entries == null) {
            entries = read(file());
            if (entries.size() > MOST) {
                List<String> ids = new ArrayList<>(entries.keySet());
                ids.subList(0, ids.size() - MOST).forEach(entries::remove);
                try {
                    rewrite();
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, "the history could not be shortened", e);
                }
            }
        }
        return entries;
    }

    private static LinkedHashMap<String, OperationEntry> read(Path file) {
        LinkedHashMap<String, OperationEntry> read = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return read;
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            lines.map(OperationEntry::parse)
                    .flatMap(Optional::stream)
                    .forEach(e -> read.put(e.id(), e));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
        return read;
    }

    private void rewrite() throws IOException {
        Path part = file().resolveSibling(file().getFileName() + ".part");
        Files.write(
                part,
                Collections.unmodifiableCollection(entries.values()).stream()
                        .map(OperationEntry::toLine)
                        .toList(),
                StandardCharsets.UTF_8);
        Files.move(
                part, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file() {
        return file != null
                ? file
                : Jenkins.get().getRootDir().toPath().resolve("erp-pipeline/operations.jsonl");
    }
}
