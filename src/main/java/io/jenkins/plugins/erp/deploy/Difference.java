package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.release.Release;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a deploy would differ from what serves on a host; pure.
 *
 * @param lines for people: image, names of variables, services; never a value
 */
record Difference(List<String> lines) {

    /**
     * From a release to what a deploy was given.
     *
     * @param now that serves, if any
     * @param services with a role, as they would be on that host
     */
    static Difference of(
            Optional<Release> now,
            ImageReference image,
            Collection<String> variables,
            Collection<String> services) {
        return new Difference(
                List.of(
                        "image: "
                                + now.map(Release::pinned).orElse("none from a release")
                                + " -> "
                                + image,
                        "variables: "
                                + names(now.map(Release::envNames).orElse(List.of()), variables),
                        "services with a role: "
                                + names(
                                        now.map(r -> flat(r.services().values())).orElse(List.of()),
                                        services)));
    }

    static List<String> flat(Collection<List<String>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    private static String names(Collection<String> before, Collection<String> after) {
        Set<String> added = new TreeSet<>(after);
        added.removeAll(before);
        Set<String> gone = new TreeSet<>(before);
        gone.removeAll(after);
        List<String> said = new ArrayList<>();
        if (!added.isEmpty()) {
            said.add("new " + String.join(", ", added));
        }
        if (!gone.isEmpty()) {
            said.add("gone " + String.join(", ", gone));
        }
        return said.isEmpty() ? "the same names" : String.join("; ", said);
    }

    /**
     * What differs on several hosts, each difference once, with the hosts that have it.
     *
     * @param hosts by name, in their order
     */
    static List<String> together(Map<String, Difference> hosts) {
        Map<Difference, List<String>> same = new LinkedHashMap<>();
        hosts.forEach(
                (host, difference) ->
                        same.computeIfAbsent(difference, d -> new ArrayList<>()).add(host));
        List<String> lines = new ArrayList<>();
        same.forEach(
                (difference, names) -> {
                    boolean alone = hosts.size() == 1;
                    if (!alone) {
                        lines.add(String.join(", ", names) + ":");
                    }
                    difference.lines().forEach(l -> lines.add(alone ? l : "  " + l));
                });
        return lines;
    }
}
