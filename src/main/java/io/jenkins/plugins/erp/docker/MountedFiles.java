package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.erp.text.Digests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where files that services mount are kept for a swarm: under a name made from what is in them, so
 * that a service is made anew when they change and only then, and the release before still finds
 * its own. Pure.
 *
 * @param directory that the model mounts them from
 * @param store that they are kept in instead
 * @param hashes SHA-256 by path in the directory
 */
public record MountedFiles(String directory, String store, Map<String, String> hashes) {
    private static final int LENGTH = 16;
    private static final Pattern KEPT =
            Pattern.compile(".*/mounted/([0-9a-f]{" + LENGTH + "})/[^/]+(?:/.*)?");

    /** Copies. */
    public MountedFiles {
        hashes = Map.copyOf(hashes);
    }

    /** The model with its mounts from the store; what has no hash stays where it is. */
    public ComposeProject rewrite(ComposeProject project) {
        ObjectNode tree = project.tree().deepCopy();
        for (JsonNode service : tree.path("services")) {
            for (JsonNode volume : service.path("volumes")) {
                if (volume.path("type").asText().equals("bind")) {
                    move((ObjectNode) volume, "source");
                }
            }
        }
        for (String top : List.of("secrets", "configs")) {
            for (JsonNode one : tree.path(top)) {
                if (one.path("file").isTextual()) {
                    move((ObjectNode) one, "file");
                }
            }
        }
        return ComposeProject.of(tree);
    }

    private void move(ObjectNode node, String key) {
        relative(node.path(key).asText())
                .flatMap(this::place)
                .ifPresent(place -> node.put(key, place));
    }

    /** Path in the directory to the path in the store, for each file that a model mounts. */
    public Map<String, String> copies(ComposeProject project) {
        Map<String, String> copies = new TreeMap<>();
        for (ComposeService service : project.services().values()) {
            for (ComposeService.Mount mount : service.volumes()) {
                if (mount.type().equals("bind")) {
                    relative(mount.source()).ifPresent(r -> copies(r, copies));
                }
            }
        }
        for (String top : List.of("secrets", "configs")) {
            for (JsonNode one : project.tree().path(top)) {
                relative(one.path("file").asText("")).ifPresent(r -> copies(r, copies));
            }
        }
        return copies;
    }

    private void copies(String relative, Map<String, String> to) {
        place(relative)
                .ifPresent(
                        place ->
                                below(relative)
                                        .keySet()
                                        .forEach(
                                                file ->
                                                        to.put(
                                                                file,
                                                                place
                                                                        + file.substring(
                                                                                relative
                                                                                        .length()))));
    }

    private Optional<String> relative(String path) {
        return path.startsWith(directory + "/")
                ? Optional.of(path.substring(directory.length() + 1))
                : Optional.empty();
    }

    private Map<String, String> below(String relative) {
        Map<String, String> below = new TreeMap<>();
        hashes.forEach(
                (file, hash) -> {
                    if (file.equals(relative) || file.startsWith(relative + "/")) {
                        below.put(file, hash);
                    }
                });
        return below;
    }

    private Optional<String> place(String relative) {
        Map<String, String> below = below(relative);
        if (below.isEmpty()) {
            return Optional.empty();
        }
        String hash = below.getOrDefault(relative, "");
        if (hash.isEmpty()) {
            StringBuilder all = new StringBuilder();
            below.forEach((file, one) -> all.append(one).append(' ').append(file).append('\n'));
            hash = Digests.sha256(all.toString());
        }
        String name = relative.substring(relative.lastIndexOf('/') + 1);
        return Optional.of(store + "/" + hash.substring(0, LENGTH) + "/" + name);
    }

    /** The hash in a path of the store; empty for another. */
    static String hashIn(String path) {
        Matcher kept = KEPT.matcher(path);
        return kept.matches() ? kept.group(1) : "";
    }

    /** Reads what {@code sha256sum} printed, by path below a directory. */
    public static Map<String, String> parse(String printed, String below) {
        Map<String, String> hashes = new TreeMap<>();
        printed.lines()
                .filter(l -> l.matches("[0-9a-f]{64} [ *].+"))
                .filter(l -> l.substring(66).startsWith(below + "/"))
                .forEach(l -> hashes.put(l.substring(66 + below.length() + 1), l.substring(0, 64)));
        return hashes;
    }
}
