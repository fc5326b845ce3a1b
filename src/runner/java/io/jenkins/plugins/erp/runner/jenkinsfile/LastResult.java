package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the run before ended, for {@code post { changed/fixed/regression }}. */
final class LastResult {
    private LastResult() {}

    /** The last one, or null when there was none. */
    static BuildResult read(RunRequest request) {
        try {
            return BuildResult.valueOf(Files.readString(file(request)).strip());
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    static void write(RunRequest request, BuildResult result) throws IOException {
        Files.createDirectories(request.state());
        Files.writeString(file(request), result.name() + "\n");
    }

    private static Path file(RunRequest request) {
        return request.state().resolve("last-result." + request.jenkinsfile().getFileName());
    }
}
