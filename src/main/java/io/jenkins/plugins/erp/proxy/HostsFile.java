package io.jenkins.plugins.erp.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The proxy container's /etc/hosts, which a name is looked up in before the engine's name server:
 * it decides what the proxy finds under a service's name when it looks.
 */
final class HostsFile {
    /** Ends every line of ours. */
    static final String MARK = "# erp-pipeline";

    /** Ends the lines of a steering that {@code clean} has to load the configuration anew for. */
    static final String PINNED = MARK + " pinned";

    /** A line that is there while the proxy may not have loaded the others. */
    static final String MOVING = MARK + " moving";

    private HostsFile() {}

    /** The lines that put only these addresses under the names. */
    static List<String> lines(List<String> addresses, List<String> names, String mark) {
        return addresses.stream().map(a -> a + " " + String.join(" ", names) + " " + mark).toList();
    }

    /** The text with these lines in place of those that steered before. */
    static String steer(String text, List<String> lines) {
        StringBuilder out = new StringBuilder(clean(text));
        lines.forEach(l -> out.append(l).append('\n'));
        return out.toString();
    }

    /** The text as it was before. */
    static String clean(String text) {
        List<String> kept = new ArrayList<>();
        text.lines().filter(l -> !l.contains(MARK)).forEach(kept::add);
        return kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
    }

    /** Whether it steers, and if so only to these addresses. */
    static ProxyMover.Steered steered(String text, List<String> addresses, List<String> names) {
        Set<String> ours = text.lines().filter(l -> l.contains(MARK)).collect(Collectors.toSet());
        if (ours.isEmpty()) {
            return ProxyMover.Steered.NOT;
        }
        return ours.equals(Set.copyOf(lines(addresses, names, MARK)))
                        || ours.equals(Set.copyOf(lines(addresses, names, PINNED)))
                ? ProxyMover.Steered.THERE
                : ProxyMover.Steered.ELSEWHERE;
    }
}
