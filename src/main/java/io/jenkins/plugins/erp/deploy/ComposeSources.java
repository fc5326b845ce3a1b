package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jenkins.plugins.erp.operation.Workspace;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of the workspace that Compose has to see to resolve the model: the Compose files, what
 * they extend and include, env files, files of secrets and configs.
 *
 * @param files text by path relative to the workspace
 */
record ComposeSources(Map<String, String> files) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final int MOST = 200;

    /**
     * Collects them.
     *
     * @param given Compose files
     * @param envText text of the env file, which also stands for a file {@code .env} or the named
     *     one wherever the Compose files ask for it
     */
    static ComposeSources collect(
            Workspace workspace, List<String> given, Optional<String> envFile, String envText)
            throws IOException, InterruptedException {
        Map<String, String> found = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(given);
        while (!open.isEmpty() && found.size() < MOST) {
            String file = open.poll();
            if (found.containsKey(file) || !workspace.exists(file)) {
                continue;
            }
            String text = workspace.read(file);
            found.put(file, text);
            for (Reference reference : references(text, directory(file))) {
                if (reference.compose()) {
                    open.add(reference.path());
                } else if (reference.environment() && standsForEnv(reference.path(), envFile)) {
                    found.put(reference.path(), envText);
                } else if (!found.containsKey(reference.path())
                        && workspace.exists(reference.path())) {
                    found.put(reference.path(), workspace.read(reference.path()));
                }
            }
        }
        return new ComposeSources(found);
    }

    private static boolean standsForEnv(String path, Optional<String> envFile) {
        return path.equals(".env") || path.endsWith("/.env") || envFile.equals(Optional.of(path));
    }

    /** A file that a Compose file names. */
    record Reference(String path, boolean compose, boolean environment) {}

    /** What a Compose file's text names; nothing for a text that is not YAML. */
    static List<Reference> references(String text, String directory) {
        List<Reference> found = new ArrayList<>();
        try {
            JsonNode tree = YAML.readTree(text);
            walk(tree, directory, found);
            for (String top : List.of("secrets", "configs")) {
                tree.path(top)
                        .forEach(
                                one ->
                                        add(
                                                found,
                                                directory,
                                                one.path("file").asText(""),
                                                false,
                                                false));
            }
        } catch (IOException e) {
            // Compose itself says what is wrong with it, and where
            return List.of();
        }
        return found;
    }

    private static void walk(JsonNode node, String directory, List<Reference> found) {
        node.fields()
                .forEachRemaining(
                        e -> {
                            JsonNode value = e.getValue();
                            switch (e.getKey()) {
                                case "extends" ->
                                        add(
                                                found,
                                                directory,
                                                value.path("file").asText(""),
                                                true,
                                                false);
                                case "env_file" -> strings(value, found, directory, false);
                                case "include" -> strings(value, found, directory, true);
                                default -> walk(value, directory, found);
                            }
                        });
        if (node.isArray()) {
            node.forEach(one -> walk(one, directory, found));
        }
    }

    private static void strings(
            JsonNode value, List<Reference> found, String directory, boolean compose) {
        if (value.isTextual()) {
            add(found, directory, value.asText(), compose, !compose);
        } else if (value.isArray()) {
            value.forEach(one -> strings(one, found, directory, compose));
        } else if (value.isObject()) {
            strings(value.path("path"), found, directory, compose);
            if (compose) {
                strings(value.path("env_file"), found, directory, false);
            }
        }
    }

    private static void add(
            List<Reference> found,
            String directory,
            String path,
            boolean compose,
            boolean environment) {
        if (path.isEmpty() || path.startsWith("/") || path.contains("$")) {
            return;
        }
        String clean = normal(directory + path);
        if (!clean.startsWith("../")) {
            found.add(new Reference(clean, compose, environment));
        }
    }

    /** Without {@code .} and inner {@code ..}. */
    static String normal(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..")
                    && !parts.isEmpty()
                    && !parts.get(parts.size() - 1).equals("..")) {
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static String directory(String file) {
        return file.contains("/") ? file.substring(0, file.lastIndexOf('/') + 1) : "";
    }
}
