package io.jenkins.plugins.erp.jenkins;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a rollback from a page needs to know of the deploy it follows, since nothing is checked out
 * for it: everything else is on the host. Lies in the build's directory, holds no secret.
 *
 * @param directory last name of the workspace's path, which stands for {@code app} where erp.yaml
 *     has none
 * @param erpYaml the file's text
 * @param variables those that the file names, with their values
 * @param knownHosts lines of a known_hosts file, or empty
 * @param sshCredentialsId or empty
 * @param label where the step ran, as a label expression
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record WayBack(
        String directory,
        String erpYaml,
        Map<String, String> variables,
        String knownHosts,
        String sshCredentialsId,
        String label) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");

    WayBack {
        variables = variables == null ? Map.of() : new TreeMap<>(variables);
    }

    /**
     * The variables that a text names as {@code ${NAME}}, where they have a value that is no
     * secret.
     */
    static Map<String, String> variables(
            String text, Map<String, String> environment, Set<String> secrets) {
        Map<String, String> found = new TreeMap<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String value = environment.get(matcher.group(1));
            if (value != null && !secrets.contains(value)) {
                found.put(matcher.group(1), value);
            }
        }
        return found;
    }

    /**
     * Where to run: the labels of a node without its own name, so that another of its kind will do;
     * its name where it has no other label.
     */
    static String label(Map<String, String> environment) {
        String name = environment.getOrDefault("NODE_NAME", "");
        String all = " " + environment.getOrDefault("NODE_LABELS", "") + " ";
        String others = name.isEmpty() ? all : all.replace(" " + name + " ", " ");
        String labels =
                Stream.of(others.split("\\s+"))
                        .filter(l -> PLAIN.matcher(l).matches())
                        .collect(Collectors.joining(" && "));
        return labels.isEmpty() && PLAIN.matcher(name).matches() ? name : labels;
    }

    /** Writes it to a build's directory. */
    void write(Path build, String environment) throws IOException {
        Path file = file(build, environment);
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, json(), StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads it from a build's directory; empty where there is none. */
    static Optional<WayBack> read(Path build, String environment) throws IOException {
        Path file = file(build, environment);
        return Files.exists(file)
                ? Optional.of(
                        JSON.readValue(
                                Files.readString(file, StandardCharsets.UTF_8), WayBack.class))
                : Optional.empty();
    }

    private String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the way back could not be written as JSON", e);
        }
    }

    private static Path file(Path build, String environment) {
        if (!PLAIN.matcher(environment).matches()) {
            throw new IllegalArgumentException("\"" + environment + "\" is no environment");
        }
        return build.resolve("erp-pipeline").resolve("way-back-" + environment + ".json");
    }
}
