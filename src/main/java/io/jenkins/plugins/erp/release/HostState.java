package io.jenkins.plugins.erp.release;

import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Where things are below {@code <path>/.erp} on a host, and the ones that are a file each. */
public final class HostState {
    private static final String OPEN = ".open.jsonl";

    private final HostFiles files;
    private final String path;
    private final String root;

    /**
     * For a system on a host.
     *
     * @param path the environment's directory, absolute
     */
    public HostState(Shell shell, String path) {
        this.files = new HostFiles(shell);
        this.path =
                path.length() > 1 && path.endsWith("/")
                        ? path.substring(0, path.length() - 1)
                        : path;
        this.root = this.path + "/.erp";
    }

    /** The host's files. */
    public HostFiles files() {
        return files;
    }

    /** The environment's directory. */
    public String path() {
        return path;
    }

    /** The directory that everything here is in. */
    public String root() {
        return root;
    }

    /** A release's directory. */
    public String releaseDirectory(String id) {
        return root + "/releases/" + Release.checkId(id);
    }

    /** A release's resolved Compose file. */
    public String composeFile(String id) {
        return releaseDirectory(id) + "/compose.json";
    }

    /** A release's stack file, where a swarm runs it. */
    public String stackFile(String id) {
        return releaseDirectory(id) + "/stack.json";
    }

    /** The Compose file for one-off containers beside a stack. */
    public String oneOffFile(String id) {
        return releaseDirectory(id) + "/one-off.json";
    }

    /** Where files that tasks of a swarm mount are kept, by what is in them. */
    public String mountedDirectory() {
        return root + "/mounted";
    }

    /** A release's env file. */
    public String envFile(String id) {
        return releaseDirectory(id) + "/env";
    }

    /** What a run needs while it is at work; removed when it is over. */
    public String workDirectory(String operation) {
        return root + "/work/" + Release.checkId(operation);
    }

    /** Which releases the collected static files are right for, a line each. */
    public String collectedFile() {
        return root + "/collected";
    }

    /** Where files say which old web containers are kept running for a while. */
    public String warmDirectory() {
        return root + "/warm";
    }

    /** The file for one release's. */
    public String warmFile(String id) {
        return warmDirectory() + "/" + Release.checkId(id);
    }

    /** Where a backup goes. */
    public String backupFile(String id) {
        return root + "/backups/" + Release.checkId(id) + ".dump";
    }

    /** A journal's file while its run is at work. */
    public String openJournal(String operation) {
        return root + "/journal/" + Release.checkId(operation) + OPEN;
    }

    /** A journal's file when its run is over. */
    public String closedJournal(String operation) {
        return root + "/journal/" + Release.checkId(operation) + ".jsonl";
    }

    /** Runs that have not ended, oldest first: at most one, unless something was done by hand. */
    public List<String> openOperations() throws ShellException, InterruptedException {
        return files.list(root + "/journal").stream()
                .filter(n -> n.endsWith(OPEN))
                .map(n -> n.substring(0, n.length() - OPEN.length()))
                .toList();
    }

    /**
     * A random key of this host, made at its first use: hashes under it tell equal from different
     * and nothing more.
     */
    public String key() throws ShellException, InterruptedException {
        Optional<String> there = files.read(root + "/key").map(String::trim);
        if (there.isPresent() && !there.get().isEmpty()) {
            return there.get();
        }
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String made = HexFormat.of().formatHex(random);
        files.write(root + "/key", made + "\n");
        return made;
    }

    /** Makes the directories. */
    public void prepare() throws ShellException, InterruptedException {
        files.makeDirectory(root, root + "/releases", root + "/journal", root + "/backups");
    }

    /**
     * Removes marks and half-written files of runs that died. Whoever is at work writes its own
     * anew every few seconds, or has them for a moment only.
     */
    public void sweep() throws ShellException, InterruptedException {
        files.sweep(root, List.of("lease.*", "beat.*", "*.tmp"), 5);
    }

    /** Id of the release that serves. */
    public Optional<String> current() throws ShellException, InterruptedException {
        return files.read(root + "/current").map(String::trim).filter(Release::isId);
    }

    /** Makes a release the current one, atomically. */
    public void setCurrent(String id) throws ShellException, InterruptedException {
        files.write(root + "/current", Release.checkId(id) + "\n");
    }

    /** What release.json says, or empty when there is none or it was not written whole. */
    public Optional<Release> release(String id) throws ShellException, InterruptedException {
        return files.read(releaseDirectory(id) + "/release.json").flatMap(Release::fromJson);
    }

    /** Writes release.json. */
    public void writeRelease(Release release) throws ShellException, InterruptedException {
        files.write(releaseDirectory(release.id()) + "/release.json", release.toJson() + "\n");
    }

    /** Ids of the releases that have a directory, oldest first. */
    public List<String> releaseIds() throws ShellException, InterruptedException {
        return files.list(root + "/releases").stream().filter(Release::isId).toList();
    }

    /** The ledger. */
    public Ledger ledger() throws ShellException, InterruptedException {
        return Ledger.parse(files.read(root + "/ledger.jsonl").orElse(""));
    }

    /** Adds a line to the ledger. */
    public void appendToLedger(LedgerEntry entry) throws ShellException, InterruptedException {
        String text = files.read(root + "/ledger.jsonl").orElse("");
        // a line that was torn by a crash or a full disk must not swallow this one
        String lead = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        files.append(root + "/ledger.jsonl", lead + Ledger.line(entry) + "\n");
    }
}
