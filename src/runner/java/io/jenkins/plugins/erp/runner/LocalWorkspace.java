package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.config.ConfigSource;
import io.jenkins.plugins.erp.operation.Workspace;
import io.jenkins.plugins.erp.runner.jenkinsfile.Globs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** A working copy on this machine. */
public final class LocalWorkspace implements Workspace, ConfigSource {
    private static final long LARGEST_TEXT = 16L * 1024 * 1024;

    private final Path root;

    /** A working copy in this directory. */
    public LocalWorkspace(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    @Override
    public String path() {
        return root.toString();
    }

    /** The file, refused when it is outside, be it by {@code ..} or by a link. */
    private Path inside(String relative) throws IOException {
        Path path = root.resolve(relative).normalize();
        if (!path.startsWith(root)) {
            throw new IOException(relative + " is not in " + root);
        }
        Path existing = path;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        // a link that leads nowhere has no real path, and is refused too
        if (!existing.toRealPath().startsWith(root)) {
            throw new IOException(relative + " leads out of " + root + " by a symbolic link");
        }
        return path;
    }

    @Override
    public boolean exists(String relative) throws IOException {
        return Files.isRegularFile(inside(relative));
    }

    @Override
    public String read(String relative) throws IOException {
        Path file = inside(relative);
        if (Files.size(file) > LARGEST_TEXT) {
            throw new IOException(relative + " is larger than 16 MiB");
        }
        return Files.readString(file);
    }

    @Override
    public InputStream open(String relative) throws IOException {
        return Files.newInputStream(inside(relative));
    }

    @Override
    public void write(String relative, String text) throws IOException {
        Path file = inside(relative);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Override
    public List<String> find(String pattern) throws IOException {
        return Globs.find(root, pattern, "").stream()
                .map(p -> p.toString().replace('\\', '/'))
                .toList();
    }

    @Override
    public void delete(String relative) throws IOException {
        Path path = inside(relative);
        if (path.equals(root)) {
            throw new IOException("the workspace itself is not removed");
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException e)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
