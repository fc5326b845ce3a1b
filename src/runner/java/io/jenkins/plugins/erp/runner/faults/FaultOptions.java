package io.jenkins.plugins.erp.runner.faults;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run of faults is asked for.
 *
 * @param home the checkout
 * @param environment of the process
 * @param rate requests a second
 * @param only names of those wanted, or beginnings that end with a hyphen, in the order in which
 *     they are had; empty: all
 * @param seed of the moments at which things are killed
 * @param report Markdown file, written anew after each fault
 * @param keep whether rows of an earlier run stay, and faults that ended well in it are left out
 */
public record FaultOptions(
        Path home,
        Map<String, String> environment,
        int rate,
        List<String> only,
        long seed,
        Optional<Path> report,
        boolean keep) {

    /** Copies. */
    public FaultOptions {
        environment = Map.copyOf(environment);
        only = List.copyOf(only);
    }

    boolean wants(String name) {
        return only.isEmpty() || place(name) < only.size();
    }

    /** Where a name is among those wanted, which are had in that order. */
    int place(String name) {
        int place = 0;
        while (place < only.size() && !means(only.get(place), name)) {
            place++;
        }
        return place;
    }

    private static boolean means(String wanted, String name) {
        return name.equals(wanted) || wanted.endsWith("-") && name.startsWith(wanted);
    }
}
