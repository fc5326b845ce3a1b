package io.jenkins.plugins.erp.jenkins;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.TreeSet;

/**
 * Files below a root, on the machine this runs on. A path that is absolute, has {@code ..} in it,
 * or leads out of the root through a symbolic link is refused.
 */
final class WorkspaceFiles {
    private static final long LARGEST = 16L * 1024 * 1024;

    private final Path root;

    WorkspaceFiles(Path root) {
        this.root = root;
    }

    boolean exists(String relative) throws IOException {
        return Files.isRegularFile(inside(relative));
    }

    String read(String relative) throws IOException {
        Path file = inside(relative);
        if (Files.size(file) > LARGEST) {
            throw new IOException(relative + " is larger than 16 MiB");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** The absolute path, without symbolic links, of a file that is there. */
    String locate(String relative) throws IOException {
        return inside(relative).toRealPath().toString();
    }

    void write(String relative, String text) throws IOException {
        Path file = inside(relative);
        Files.createDirectories(file.getParent());
        // written beside and moved, so that nobody reads half of it
        Path part = Files.createTempFile(file.getParent(), ".erp", ".part");
        try {
            Files.writeString(part, text, StandardCharsets.UTF_8);
            Files.move(part, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    List<String> find(String pattern) throws IOException {
        String glob = pattern.startsWith("**/") ? "{**/,}" + pattern.substring(3) : pattern;
        PathMatcher matcher =
                FileSystems.getDefault().getPathMatcher("glob:" + glob.replace("/**/", "/{**/,}"));
        TreeSet<String> found = new TreeSet<>();
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        // symbolic links are not followed
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        Path relative = root.relativize(file);
                        if (attributes.isRegularFile() && matcher.matches(relative)) {
                            found.add(relative.toString().replace('\\', '/'));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return List.copyOf(found);
    }

    void delete(String relative) throws IOException {
        Path path = inside(relative);
        if (path.equals(root)) {
            throw new IOException("the workspace itself is not deleted");
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException e)
                            throws IOException {
                        if (e != null) {
                            throw e;
                        }
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private Path inside(String relative) throws IOException {
        Path given;
        try {
            given = Path.of(relative);
        } catch (InvalidPathException e) {
            throw new IOException("\"" + relative + "\" is not a path", e);
        }
        boolean up = relative.startsWith("/") || given.isAbsolute();
        for (Path part : given) {
            up |= part.toString().equals("..");
        }
        Path path = root.resolve(given).normalize();
        if (up || !path.startsWith(root.normalize())) {
            throw new IOException("\"" + relative + "\" is not inside the workspace");
        }
        Path there = path;
        while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        if (there != null && Files.exists(root)) {
            Path real;
            try {
                real = there.toRealPath();
            } catch (IOException e) {
                throw new IOException(
                        "\"" + relative + "\" is a symbolic link that leads nowhere", e);
            }
            if (!real.startsWith(root.toRealPath())) {
                throw new IOException(
                        "\"" + relative + "\" leads out of the workspace by a symbolic link");
            }
        }
        return path;
    }
}
