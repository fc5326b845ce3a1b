package io.jenkins.plugins.erp.deploy;

import java.util.ArrayList;
import java.util.List;

/**
 * The proxy container's /etc/hosts, which a name is looked up in before the engine's name server:
 * it decides what Nginx finds under a service's name when it loads its configuration.
 */
final class HostsFile {
    private static final String MARK = "# erp-pipeline";

    private HostsFile() {}

    /** The text with only these addresses under the names. */
    static String steer(String text, List<String> addresses, List<String> names) {
        StringBuilder out = new StringBuilder(clean(text));
        for (String address : addresses) {
            out.append(address)
                    .append(' ')
                    .append(String.join(" ", names))
                    .append(' ')
                    .append(MARK)
                    .append('\n');
        }
        return out.toString();
    }

    /** The text as it was before. */
    static String clean(String text) {
        List<String> kept = new ArrayList<>();
        text.lines().filter(l -> !l.contains(MARK)).forEach(kept::add);
        return kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
    }

    /** Whether it steers. */
    static boolean steers(String text) {
        return text.contains(MARK);
    }
}
