package io.jenkins.plugins.erp.jenkins.access;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.jenkins.record.OperationListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Who did what: a line of JSON for each action, in {@code erp-pipeline/audit.jsonl} below Jenkins'
 * home, readable by nobody but Jenkins. A file that has grown large is kept as {@code
 * audit.jsonl.1} and so on; the oldest goes. No secret is ever in it.
 */
@Extension
public final class AuditLog extends OperationListener {
    private static final Logger LOGGER = Logger.getLogger(AuditLog.class.getName());
    private static final long LARGEST = 5L * 1024 * 1024;
    private static final int KEPT = 5;

    private final Path file;
    private final long largest;

    /** For Jenkins: in its home. */
    public AuditLog() {
        this(null, LARGEST);
    }

    /** In a file of one's own, for tests; null: in Jenkins' home. */
    AuditLog(Path file, long largest) {
        this.file = file;
        this.largest = largest;
    }

    /** The one of this Jenkins. */
    public static AuditLog get() {
        return ExtensionList.lookupSingleton(AuditLog.class);
    }

    /**
     * Writes a line. That it could not be written is in Jenkins' own log, and stops nobody.
     *
     * @param action such as deploy.started, unlock, configuration.changed
     * @param who see {@link Actors}
     * @param details texts, numbers, truth values and lists of them; never a secret
     */
    public synchronized void note(String action, String who, Map<String, ?> details) {
        String line = AuditLine.of(Instant.now(), action, who, details);
        try {
            append(line + "\n");
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "the audit log could not be written: " + line);
        }
    }

    @Override
    public void onStarted(OperationEntry entry, Run<?, ?> run, TaskListener console) {
        if (audited(entry)) {
            note(entry.kind() + ".started", Actors.of(run), details(entry));
        }
    }

    @Override
    public void onEnded(OperationEntry entry, Run<?, ?> run, TaskListener console) {
        if (audited(entry)) {
            Map<String, Object> details = details(entry);
            details.put("outcome", entry.outcome());
            details.put("seconds", entry.seconds());
            details.put("previous", entry.previous());
            details.put("current", entry.current());
            note(entry.kind() + ".ended", Actors.of(run), details);
        }
    }

    private static boolean audited(OperationEntry entry) {
        return List.of("deploy", "rollback").contains(entry.kind());
    }

    private static Map<String, Object> details(OperationEntry entry) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("job", entry.job());
        details.put("build", entry.build());
        details.put("app", entry.app());
        details.put("environment", entry.environment());
        details.put("hosts", entry.hosts());
        details.put("release", entry.release());
        return details;
    }

    private void append(String line) throws IOException {
        Path current = file();
        Files.createDirectories(current.getParent());
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (Files.exists(current) && Files.size(current) + bytes.length > largest) {
            rotate(current);
        }
        if (!Files.exists(current)) {
            create(current);
        }
        Files.write(current, bytes, StandardOpenOption.APPEND);
    }

    private static void create(Path current) throws IOException {
        if (current.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    current,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(current);
        }
    }

    private static void rotate(Path current) throws IOException {
        for (int i = KEPT - 1; i >= 0; i--) {
            Path from = i == 0 ? current : numbered(current, i);
            if (Files.exists(from)) {
                Files.move(from, numbered(current, i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Path numbered(Path current, int number) {
        return current.resolveSibling(current.getFileName() + "." + number);
    }

    private Path file() {
        return file != null
                ? file
                : Jenkins.get().getRootDir().toPath().resolve("erp-pipeline/audit.jsonl");
    }
}
