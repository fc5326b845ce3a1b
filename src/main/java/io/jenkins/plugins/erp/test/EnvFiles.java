package io.jenkins.plugins.erp.test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The env files that services of Compose files name. Tests do without those that hold a system's
 * own settings ({@code .env} and its like), be they there or, as in a fresh checkout, not; Compose
 * would refuse a missing one.
 */
final class EnvFiles {
    private static final int MAX_EXTENDS = 8;

    private EnvFiles() {}

    /** The workspace as far as it is needed. */
    interface Files {
        Optional<String> text(String file) throws IOException, InterruptedException;
    }

    /**
     * A Compose file that takes those env files away, for giving after the others; empty when there
     * is nothing to take away.
     *
     * @param compose Compose files, relative to the workspace
     * @param root absolute path of the workspace
     */
    static Optional<String> override(List<String> compose, String root, Files files)
            throws IOException, InterruptedException {
        Map<String, Set<String>> named = new LinkedHashMap<>();
        for (String file : compose) {
            for (String service : services(file, files).keySet()) {
                named.computeIfAbsent(service, s -> new LinkedHashSet<>())
                        .addAll(of(file, service, files, 0));
            }
        }
        StringBuilder yaml = new StringBuilder();
        for (Map.Entry<String, Set<String>> service : named.entrySet()) {
            List<String> kept = new ArrayList<>();
            for (String one : service.getValue()) {
                if (!isOwn(one) && files.text(one).isPresent()) {
                    kept.add("\"" + root + "/" + one + "\"");
                }
            }
            if (kept.size() < service.getValue().size()) {
                yaml.append("  \"").append(service.getKey()).append("\":\n    env_file: ");
                yaml.append(kept.isEmpty() ? "!reset []" : "!override " + kept).append('\n');
            }
        }
        return yaml.length() == 0 ? Optional.empty() : Optional.of("services:\n" + yaml);
    }

    private static boolean isOwn(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return name.equals(".env") || name.startsWith(".env.") || name.endsWith(".env");
    }

    /** Env files of a service, relative to the workspace, those of what it extends included. */
    private static List<String> of(String file, String service, Files files, int depth)
            throws IOException, InterruptedException {
        Map<?, ?> body = map(services(file, files).get(service));
        List<String> found = new ArrayList<>();
        Object extended = body.get("extends");
        if (extended != null && depth < MAX_EXTENDS) {
            Object base = map(extended).get("file");
            Object name = extended instanceof String ? extended : map(extended).get("service");
            String from = base == null ? file : beside(file, base.toString());
            if (name != null) {
                found.addAll(of(from, name.toString(), files, depth + 1));
            }
        }
        Object own = body.get("env_file");
        List<?> entries =
                own instanceof List ? (List<?>) own : own == null ? List.of() : List.of(own);
        for (Object one : entries) {
            Object path = one instanceof Map ? ((Map<?, ?>) one).get("path") : one;
            if (path != null) {
                found.add(beside(file, path.toString()));
            }
        }
        return found;
    }

    private static Map<String, Object> services(String file, Files files)
            throws IOException, InterruptedException {
        Optional<String> text = files.text(file);
        Map<String, Object> services = new LinkedHashMap<>();
        if (text.isPresent()) {
            map(map(parse(text.get())).get("services"))
                    .forEach((k, v) -> services.put(k.toString(), v));
        }
        return services;
    }

    private static Object parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(50);
        options.setNestingDepthLimit(50);
        try {
            return new Yaml(new SafeConstructor(options)).load(text);
        } catch (YAMLException e) {
            return Map.of(); // Compose itself says what is wrong, with the place
        }
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map ? (Map<?, ?>) value : Map.of();
    }

    private static String beside(String file, String path) {
        String clean = path.startsWith("./") ? path.substring(2) : path;
        int slash = file.lastIndexOf('/');
        return clean.startsWith("/") || slash < 0 ? clean : file.substring(0, slash + 1) + clean;
    }
}
