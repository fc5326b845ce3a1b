package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process that is left on the host, run by a real shell with a docker that writes its words
 * down.
 */
class WarmTest {

    @Test
    void stopsAndRemovesUnlessSomebodyHasTakenTheFileAway(@TempDir Path directory)
            throws Exception {
        Path log = directory.resolve("log");
        Path docker = directory.resolve("docker");
        Files.writeString(docker, "#!/bin/sh\necho \"$*\" >> \"" + log + "\"\n");
        assertThat(docker.toFile().setExecutable(true)).isTrue();

        Path kept = Files.writeString(directory.resolve("one"), "abc\n");
        run(directory, kept);
        for (int i = 0;
                i < 300 && (!Files.exists(log) || Files.readAllLines(log).size() < 2);
                i++) {
            Thread.sleep(50);
        }
        assertThat(log).content().isEqualTo("stop -t 30 abc def\nrm abc def\n");
        assertThat(kept).doesNotExist();

        Files.delete(log);
        run(directory, directory.resolve("taken")).onExit().join();
        assertThat(log).doesNotExist();
    }

    private static Process run(Path directory, Path file) throws Exception {
        List<String> argv =
                Warm.timer(
                                Duration.ZERO,
                                file.toString(),
                                Duration.ofSeconds(30),
                                List.of("abc", "def"))
                        .argv();
        ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().merge("PATH", directory + ":", (path, ours) -> ours + path);
        return builder.start();
    }
}
