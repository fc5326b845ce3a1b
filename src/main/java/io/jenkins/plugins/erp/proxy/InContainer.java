package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.shell.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Commands in a proxy's container; as root, since images exist that run otherwise. */
final class InContainer {
    private static final Duration QUICK = Duration.ofSeconds(30);

    private InContainer() {}

    /** Any program. */
    static Command exec(String container, String... argv) {
        return Command.of(words(container, argv)).withTimeout(QUICK);
    }

    /** Fills a file, in place: the engine mounts some, so that they cannot be renamed over. */
    static Command fill(String container, String file, String text) {
        List<String> argv = words(container, "tee", file);
        argv.add(2, "--interactive");
        return Command.of(argv).withStdin(text).withTimeout(QUICK);
    }

    static List<String> words(String container, String... argv) {
        List<String> words = new ArrayList<>(List.of("docker", "exec", "--user", "0", container));
        words.addAll(List.of(argv));
        return words;
    }
}
