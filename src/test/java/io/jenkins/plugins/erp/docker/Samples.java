package io.jenkins.plugins.erp.docker;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Recorded answers of real tools. */
final class Samples {
    private Samples() {}

    static String read(String name) throws IOException {
        try (InputStream in = Samples.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static CommandResult result(int exitCode, String stdout, String... tail) {
        return new CommandResult(
                Command.of("docker"),
                "deploy@erp1",
                exitCode,
                stdout,
                List.of(tail),
                Duration.ZERO);
    }
}
