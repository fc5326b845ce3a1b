package io.jenkins.plugins.erp.runner.demo;

import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sample ERP as a git working copy, whose versions are laid over one another. */
public final class SampleProject {
    private static final String DATE = "2026-01-01T00:00:00Z";
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final Path resources;
    private final Path state;
    private final Path directory;

    /**
     * A working copy {@code work/sample_erp} in the demo's state.
     *
     * @param home the checkout, with {@code resources/} and {@code Jenkinsfile.example}
     */
    public SampleProject(Path home, Path state) throws OperationException {
        this.resources = home.resolve("resources");
        this.state = state;
        this.directory = state.resolve("work/sample_erp");
        if (!Files.isDirectory(resources.resolve("sample-erp"))) {
            throw new OperationException(
                    Outcome.REFUSED,
                    "the sample ERP is not in " + resources + ": start erp from its checkout");
        }
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    /** Makes it anew at version 1, committed. */
    public void create(Map<String, String> envFile, Map<String, byte[]> files, Path jenkinsfile)
            throws IOException, OperationException, InterruptedException {
        delete(directory);
        copy(resources.resolve("sample-erp"), directory);
        Files.copy(jenkinsfile, directory.resolve("Jenkinsfile"));
        writeEnvFile(envFile);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = directory.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        git("init", "-q", "-b", "main");
        git("config", "user.name", "erp demo");
        git("config", "user.email", "erp-demo@localhost");
        commit("Version 1");
    }

    /** Lays a version over what is there, and commits it. */
    public void overlay(String name, String message)
            throws IOException, OperationException, InterruptedException {
        Path overlay = resources.resolve("sample-erp-overlays").resolve(name);
        if (!Files.isDirectory(overlay)) {
            throw new OperationException(Outcome.REFUSED, "there is no " + overlay);
        }
        copy(overlay, directory);
        commit(message);
    }

    /** Names what is committed. */
    public void tag(String name) throws OperationException, InterruptedException {
        git("tag", "--force", name);
    }

    private void commit(String message) throws OperationException, InterruptedException {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
    }

    private void git(String... words) throws OperationException, InterruptedException {
        List<String> argv = new ArrayList<>();
        argv.add("git");
        // the person's own hooks, signing and templates have no business here
        argv.addAll(List.of("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgsign=false"));
        argv.addAll(List.of(words));
        try {
            // the same files make the same commit, so that a second demo finds what the first one
            // built
            Command command =
                    Command.of(argv)
                            .withEnv("GIT_AUTHOR_DATE", DATE)
                            .withEnv("GIT_COMMITTER_DATE", DATE);
            new LocalShell().in(directory).run(command).orThrow();
        } catch (ShellException e) {
            throw new OperationException(
                    Outcome.FAILED, "the sample's working copy: " + e.getMessage(), e);
        }
    }

    /** {@code .env} from {@code .env.example}: placeholders become secrets that stay the same. */
    private void writeEnvFile(Map<String, String> values) throws IOException {
        Properties secrets = secrets();
        List<String> lines = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve(".env.example"))) {
            Matcher m = ASSIGNMENT.matcher(line);
            if (!m.matches()) {
                continue;
            }
            String name = m.group(1);
            written.add(name);
            String value = values.get(name);
            if (value == null) {
                value = m.group(2).contains("change-this") ? secret(secrets, name) : m.group(2);
            }
            lines.add(name + "=" + value);
        }
        values.forEach(
                (name, value) -> {
                    if (!written.contains(name)) {
                        lines.add(name + "=" + value);
                    }
                });
        Path file = directory.resolve(".env");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.write(file, lines);
        saveSecrets(secrets);
    }

    private Properties secrets() throws IOException {
        Properties secrets = new Properties();
        Path file = state.resolve("secrets.properties");
        if (Files.isRegularFile(file)) {
            try (var in = Files.newBufferedReader(file)) {
                secrets.load(in);
            }
        }
        return secrets;
    }

    private void saveSecrets(Properties secrets) throws IOException {
        Path file = state.resolve("secrets.properties");
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        try (var out = Files.newBufferedWriter(file)) {
            secrets.store(out, "made for the demo's own system");
        }
    }

    private static String secret(Properties secrets, String name) {
        return (String)
                secrets.computeIfAbsent(
                        name,
                        n -> {
                            byte[] bytes = new byte[24];
                            new SecureRandom().nextBytes(bytes);
                            return HexFormat.of().formatHex(bytes);
                        });
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a)
                            throws IOException {
                        if (dir.endsWith("__pycache__")) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        Files.createDirectories(to.resolve(from.relativize(dir).toString()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                            throws IOException {
                        Path target = to.resolve(from.relativize(file).toString());
                        Files.copy(
                                file,
                                target,
                                StandardCopyOption.REPLACE_EXISTING,
                                StandardCopyOption.COPY_ATTRIBUTES);
                        // git takes a file of the same size and the same old time for unchanged
                        Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** Deletes a directory with all in it, if it is there. */
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, IOException e)
                            throws IOException {
                        Files.delete(dir);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
