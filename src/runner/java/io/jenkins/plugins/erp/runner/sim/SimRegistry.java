package io.jenkins.plugins.erp.runner.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A registry that build machine and hosts share, with well-known images already in it. */
public final class SimRegistry {
    private static final Pattern PUBLIC =
            Pattern.compile(
                    "(?:docker\\.io/)?(?:library/)?"
                            + "(?:postgres|redis|nginx|traefik)(?:[:@].*)?");

    private final Map<String, SimImage> byName = new LinkedHashMap<>();

    /** One with the same images, that goes its own way from now on. */
    public synchronized SimRegistry copy() {
        SimRegistry copy = new SimRegistry();
        copy.byName.putAll(byName);
        return copy;
    }

    /**
     * Puts an image there.
     *
     * @param reference {@code repository:tag}
     */
    public synchronized void push(String reference, SimImage image) {
        byName.put(reference, image);
        byName.put(repository(reference) + "@" + image.digest(), image);
    }

    /** Looks an image up, by tag or digest. */
    synchronized Optional<SimImage> find(String reference) {
        SimImage found = byName.get(reference);
        if (found == null && PUBLIC.matcher(reference).matches() && !reference.contains("@")) {
            found = SimImage.of(reference);
            push(reference, found);
        }
        return Optional.ofNullable(found);
    }

    /** Repository of a reference with tag or digest. */
    static String repository(String reference) {
        int at = reference.indexOf('@');
        String named = at < 0 ? reference : reference.substring(0, at);
        int colon = named.lastIndexOf(':');
        return colon > named.lastIndexOf('/') ? named.substring(0, colon) : named;
    }
}
