package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigSource;
import io.jenkins.plugins.erp.operation.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** A directory as a workspace. */
final class DirectoryWorkspace implements Workspace, ConfigSource {
    private final Path root;

    DirectoryWorkspace(Path root) {
        this.root = root;
    }

    @Override
    public String path() {
        return root.toString();
    }

    @Override
    public boolean exists(String relative) {
        return Files.isRegularFile(root.resolve(relative));
    }

    @Override
    public String read(String relative) throws IOException {
        return Files.readString(root.resolve(relative));
    }

    @Override
    public InputStream open(String relative) throws IOException {
        return Files.newInputStream(root.resolve(relative));
    }

    @Override
    public void write(String relative, String text) throws IOException {
        Files.createDirectories(root.resolve(relative).getParent());
        Files.writeString(root.resolve(relative), text);
    }

    @Override
    public List<String> find(String pattern) throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .filter(matcher::matches)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void delete(String relative) throws IOException {
        Files.deleteIfExists(root.resolve(relative));
    }
}
