package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.operation.Workspace;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lines of the workspace's files; each file is read once. */
final class SourceLines implements Fingerprints.Lines {
    private final Workspace workspace;
    private final Map<String, List<String>> files = new HashMap<>();

    SourceLines(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Optional<String> text(String file, int line) throws InterruptedException {
        List<String> lines = files.get(file);
        if (lines == null) {
            try {
                lines = workspace.read(file).lines().toList();
            } catch (IOException e) {
                lines = List.of(); // outside the workspace, too large or not text: no help here
            }
            files.put(file, lines);
        }
        return line <= lines.size() ? Optional.of(lines.get(line - 1)) : Optional.empty();
    }
}
