package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.docker.ContainerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A health check that fails once a file is in the container, so that a proxy which leaves out
 * containers that are not healthy can be kept from one that still finishes what it has.
 */
public final class Drain {
    /** Whose presence says that no new request is wanted. */
    static final String FILE = "/tmp/.erp-drain";

    /* $1 the file, then the check itself */
    private static final String SCRIPT = "test ! -e \"$1\" && shift && exec \"$@\"";

    private Drain() {}

    /**
     * The check that fails, too, when the file is there.
     *
     * @param test as Compose has it: CMD and an argv, or CMD-SHELL and a line for a shell
     * @return empty where it is no check
     */
    public static Optional<List<String>> wrap(List<String> test) {
        if (test.size() < 2) {
            return Optional.empty();
        }
        List<String> argv =
                switch (test.get(0)) {
                    case "CMD" -> test.subList(1, test.size());
                    case "CMD-SHELL" -> List.of("/bin/sh", "-c", test.get(1));
                    default -> List.of();
                };
        if (argv.isEmpty()) {
            return Optional.empty();
        }
        List<String> wrapped = new ArrayList<>(List.of("CMD", "sh", "-c", SCRIPT, "sh", FILE));
        wrapped.addAll(argv);
        return Optional.of(List.copyOf(wrapped));
    }

    /** Whether a container's check is one of these. */
    static boolean wrapped(ContainerState container) {
        return container.healthCheck().size() > 5
                && container.healthCheck().subList(2, 5).equals(List.of(SCRIPT, "sh", FILE));
    }
}
