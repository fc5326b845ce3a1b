package io.jenkins.plugins.erp.release;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Files of a host, by the few commands that the package's description lists. Paths are absolute.
 * What is written may be secret: it travels by standard input. Every failure is a {@link
 * ShellException} that says what it means, a full disk above all.
 */
public final class HostFiles {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NONE = "No such file or directory";

    private final Shell shell;

    /** Of the machine that the shell is on. */
    public HostFiles(Shell shell) {
        this.shell = shell;
    }

    /** The machine, for people. */
    public String where() {
        return shell.where();
    }

    /** Makes directories and their parents; new ones that are named are for the owner only. */
    public void makeDirectory(String... paths) throws ShellException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("mkdir", "-p", "-m", "0700"));
        argv.addAll(Arrays.asList(paths));
        done(
                "make the directory " + paths[paths.length - 1],
                shell.run(Command.of(argv).withTimeout(LIMIT)));
    }

    /** Writes a file whole or not at all, mode 0600: to a name beside it, then renamed. */
    public void write(String path, String text) throws ShellException, InterruptedException {
        write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file whole or not at all, mode 0600: to a name beside it, then renamed. */
    public void write(String path, byte[] bytes) throws ShellException, InterruptedException {
        String beside = path + "." + UUID.randomUUID().toString().substring(0, 8) + ".tmp";
        CommandResult written = writeDirect(beside, bytes, "0600");
        if (!written.ok()) {
            run("rm", "-rf", beside);
            done("write " + path, written);
        }
        CommandResult moved = run("mv", "-fT", beside, path);
        if (!moved.ok()) {
            run("rm", "-rf", beside);
            done("write " + path, moved);
        }
    }

    /**
     * Writes a file at once, not atomic, making its directories.
     *
     * @param mode such as 0644
     */
    public void writePlain(String path, byte[] bytes, String mode)
            throws ShellException, InterruptedException {
        done("write " + path, writeDirect(path, bytes, mode));
    }

    /** Writes many files below a directory that is there, with one command; not atomic. */
    public void unpack(String directory, List<Tar.Entry> entries)
            throws ShellException, InterruptedException {
        done(
                "write " + entries.size() + " files to " + directory,
                shell.run(
                        Command.of("tar", "-xpf", "-", "-C", directory)
                                .withStdin(Tar.of(entries))
                                .withTimeout(LIMIT)));
    }

    /**
     * Copies a file to where there may be none, making its directories; a file that is there is
     * replaced by another.
     */
    public void copyNew(String from, String to, String mode)
            throws ShellException, InterruptedException {
        done("copy " + from + " to " + to, run("install", "-D", "-m", mode, from, to));
    }

    /** Adds text to the end of a file, making it when it is not there. */
    public void append(String path, String text) throws ShellException, InterruptedException {
        done(
                "write to " + path,
                shell.run(Command.of("tee", "-a", path).withStdin(text).withTimeout(LIMIT)));
    }

    /** A file's text, or empty when there is none. */
    public Optional<String> read(String path) throws ShellException, InterruptedException {
        CommandResult result = run("cat", path);
        if (!result.ok() && absent(result)) {
            return Optional.empty();
        }
        done("read " + path, result);
        return Optional.of(result.stdout());
    }

    /** Names in a directory, sorted; none when it is not there. */
    public List<String> list(String path) throws ShellException, InterruptedException {
        CommandResult result = run("ls", "-1A", path);
        if (!result.ok() && absent(result)) {
            return List.of();
        }
        done("list " + path, result);
        return result.stdout().lines().filter(l -> !l.isBlank()).sorted().toList();
    }

    /** Whether there is something. */
    public boolean exists(String path) throws ShellException, InterruptedException {
        CommandResult result = run("test", "-e", path);
        // test says nothing about what is not there
        if (result.exitCode() > 1 || (!result.ok() && !result.tail().isEmpty())) {
            done("look for " + path, result);
        }
        return result.ok();
    }

    /** Renames; atomic on one file system. */
    public void move(String from, String to) throws ShellException, InterruptedException {
        done("rename " + from + " to " + to, run("mv", "-fT", from, to));
    }

    /** Renames, unless that cannot be done: then false. */
    public boolean tryMove(String from, String to) throws ShellException, InterruptedException {
        return run("mv", "-fT", from, to).ok();
    }

    /** Copies over a file in place: it stays the same file for those who have it mounted. */
    public void copyInPlace(String from, String to) throws ShellException, InterruptedException {
        done("copy " + from + " to " + to, run("cp", "-fT", from, to));
    }

    /** Removes a file or a directory with all in it; nothing when it is not there. */
    public void remove(String path) throws ShellException, InterruptedException {
        done("remove " + path, run("rm", "-rf", path));
    }

    /**
     * Removes what runs that died have left in a directory and two levels below.
     *
     * @param names patterns of names, such as {@code *.tmp}
     * @param minutes that it was not written for
     */
    public void sweep(String path, List<String> names, int minutes)
            throws ShellException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("find", path, "-mindepth", "1"));
        argv.addAll(List.of("-maxdepth", "3", "-mmin", "+" + minutes, "("));
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                argv.add("-o");
            }
            argv.addAll(List.of("-name", names.get(i)));
        }
        argv.addAll(List.of(")", "-prune", "-exec", "rm", "-rf", "--", "{}", "+"));
        done("sweep " + path, shell.run(Command.of(argv).withTimeout(LIMIT)));
    }

    /** Bytes that an ordinary user may still write at a directory that exists. */
    public long freeBytes(String path) throws ShellException, InterruptedException {
        CommandResult result = run("df", "-B1", "--output=avail", path);
        done("ask for free disk space at " + path, result);
        return result.stdout()
                .lines()
                .map(String::trim)
                .filter(l -> l.matches("[0-9]+"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(
                        () ->
                                new ShellException(
                                        "df on "
                                                + where()
                                                + " printed no number: "
                                                + result.tail()));
    }

    /** The host's own clock, in seconds since 1970. */
    public long epochSeconds() throws ShellException, InterruptedException {
        CommandResult result = run("date", "+%s");
        done("read the clock", result);
        String text = result.stdout().trim();
        if (!text.matches("[0-9]{1,12}")) {
            throw new ShellException("date on " + where() + " printed no seconds: " + text);
        }
        return Long.parseLong(text);
    }

    /**
     * A clock of the host that nobody sets.
     *
     * @param boot of which start of the host it counts from
     * @param seconds since then
     */
    public record Uptime(String boot, long seconds) {}

    /** Seconds since the host started: a clock that is set, forward or back, does not change it. */
    public Uptime uptime() throws ShellException, InterruptedException {
        CommandResult result = run("cat", "/proc/sys/kernel/random/boot_id", "/proc/uptime");
        List<String> lines = result.stdout().lines().toList();
        if (result.ok()
                && lines.size() == 2
                && lines.get(0).matches("[A-Za-z0-9-]{4,64}")
                && lines.get(1).matches("[0-9]{1,12}[. ].*")) {
            return new Uptime(lines.get(0), Long.parseLong(lines.get(1).split("[. ]", 2)[0]));
        }
        // a host without /proc: its clock has to do
        return new Uptime("clock", epochSeconds());
    }

    private CommandResult writeDirect(String path, byte[] bytes, String mode)
            throws ShellException, InterruptedException {
        return shell.run(
                Command.of("install", "-D", "-m", mode, "/dev/stdin", path)
                        .withStdin(bytes)
                        .withTimeout(LIMIT));
    }

    private CommandResult run(String... argv) throws ShellException, InterruptedException {
        return shell.run(Command.of(Arrays.asList(argv)).withTimeout(LIMIT));
    }

    private static boolean absent(CommandResult result) {
        return result.tail().stream().anyMatch(l -> l.contains(NONE));
    }

    private void done(String what, CommandResult result) throws ShellException {
        if (result.ok()) {
            return;
        }
        String said = String.join("\n", result.tail());
        String meaning = "";
        if (said.contains("No space left on device") || said.contains("Disk quota exceeded")) {
            meaning = ": the disk is full. Free some space there, then run this again";
        } else if (said.contains("Permission denied")) {
            meaning =
                    ": the login user may not. Give it the directory (chown), then run this again";
        } else if (said.contains("Read-only file system")) {
            meaning = ": its file system is read-only";
        }
        throw new ShellException(
                "could not "
                        + what
                        + " on "
                        + where()
                        + meaning
                        + (said.isEmpty() ? "" : "\n    | " + said.replace("\n", "\n    | ")));
    }
}
