package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what {@code docker compose config} says into what to mend, and where. */
final class ComposeErrors {
    private static final YAMLFactory YAML = new YAMLFactory();
    private static final ObjectMapper TREE = new ObjectMapper(YAML);
    private static final Pattern UNDEFINED =
            Pattern.compile("service \"([^\"]+)\" refers to undefined (\\w+) ([^:\\s]+)");
    private static final Pattern DEPENDS =
            Pattern.compile("service \"([^\"]+)\" depends on undefined service \"?([^\":\\s]+)");
    private static final Pattern MISSING_VALUE =
            Pattern.compile("required variable (\\S+) is missing a value(?:: (.*))?");
    private static final Pattern UNKNOWN_KEY =
            Pattern.compile(
                    "(?:validating ([^:]+): )?(\\S+) [Aa]dditional propert(?:y|ies) '?(\\S+?)'? (?:is |are )?not allowed");
    private static final Pattern NO_FILE =
            Pattern.compile("(?:open|stat) ([^:]+): no such file or directory");
    private static final Pattern NO_IMAGE =
            Pattern.compile("service \"([^\"]+)\" has neither an image nor a build context");
    private static final Pattern INVALID = Pattern.compile("validating ([^:]+): (\\S+) (.*)");
    private static final Pattern YAML_PLACE =
            Pattern.compile("line ([0-9]{1,7}), column ([0-9]{1,7})");
    private static final Pattern YAML_ERROR = Pattern.compile("yaml: (?:line [0-9]+.*|.*)");

    private ComposeErrors() {}

    /**
     * What is wrong and how to mend it.
     *
     * @param lines what Compose printed
     * @param files the Compose files given, with their texts where they could be read
     */
    static String explain(List<String> lines, Map<String, Optional<String>> files) {
        String said = String.join("\n", withoutWarnings(lines));
        Matcher m = UNDEFINED.matcher(said);
        if (m.find()) {
            return undefined(m.group(1), m.group(2), m.group(3), files);
        }
        m = DEPENDS.matcher(said);
        if (m.find()) {
            return where(files, m.group(1))
                    + "service \""
                    + m.group(1)
                    + "\" depends on the service \""
                    + m.group(2)
                    + "\", which none of the files given has: "
                    + given(files);
        }
        m = MISSING_VALUE.matcher(said);
        if (m.find()) {
            return "the Compose files need the variable "
                    + m.group(1)
                    + (m.group(2) == null ? "" : " (" + m.group(2) + ")")
                    + ", and neither the env file nor the environment has it";
        }
        m = NO_FILE.matcher(said);
        if (m.find()) {
            return "there is no file "
                    + m.group(1)
                    + " (Compose files given: "
                    + given(files)
                    + ")";
        }
        m = NO_IMAGE.matcher(said);
        if (m.find()) {
            return where(files, m.group(1))
                    + "service \""
                    + m.group(1)
                    + "\" has neither image: nor build:; a variable used there may be empty";
        }
        m = UNKNOWN_KEY.matcher(said);
        if (m.find()) {
            return keyPlace(files, m.group(1), m.group(2), m.group(3))
                    + "\""
                    + m.group(3)
                    + "\" is no key of "
                    + m.group(2);
        }
        m = INVALID.matcher(said);
        if (m.find()) {
            return keyPlace(files, m.group(1), m.group(2), null) + m.group(2) + " " + m.group(3);
        }
        if (YAML_ERROR.matcher(said).find()) {
            for (Map.Entry<String, Optional<String>> file : files.entrySet()) {
                Optional<String> error =
                        file.getValue().flatMap(text -> yamlError(file.getKey(), text));
                if (error.isPresent()) {
                    return error.get();
                }
            }
        }
        return "Compose does not accept the files "
                + given(files)
                + ":\n    | "
                + (said.isEmpty() ? "(it printed nothing)" : said.replace("\n", "\n    | "));
    }

    /** Names of variables that were not set and stand as "" in the model. */
    static Set<String> unsetVariables(List<String> lines) {
        Set<String> names = new LinkedHashSet<>();
        Pattern unset = Pattern.compile("The \\\\?\"([A-Za-z0-9_]+)\\\\?\" variable is not set");
        for (String line : lines) {
            Matcher m = unset.matcher(line);
            if (m.find()) {
                names.add(m.group(1));
            }
        }
        return names;
    }

    /** The first syntax error of a YAML text as {@code file:line:column: what}. */
    static Optional<String> yamlError(String file, String text) {
        try (JsonParser parser = YAML.createParser(text)) {
            while (parser.nextToken() != null) {
                // tokens only: nothing is built, aliases are not followed
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            String what = e.getOriginalMessage().lines().findFirst().orElse("");
            String problem =
                    e.getOriginalMessage()
                            .lines()
                            .map(String::trim)
                            .filter(l -> l.startsWith("expected") || l.startsWith("found"))
                            .findFirst()
                            .map(l -> ": " + l)
                            .orElse("");
            // the parser's own location is that of the last good token; the problem's is in the
            // text
            int line = e.getLocation().getLineNr();
            int column = e.getLocation().getColumnNr();
            Matcher m = YAML_PLACE.matcher(e.getOriginalMessage());
            while (m.find()) {
                line = Integer.parseInt(m.group(1));
                column = Integer.parseInt(m.group(2));
            }
            return Optional.of(
                    file
                            + ":"
                            + line
                            + ":"
                            + column
                            + ": not valid YAML: "
                            + what.trim()
                            + problem
                            + excerpt(text, line));
        } catch (IOException e) {
            return Optional.of(file + ": " + e.getMessage());
        }
    }

    private static String undefined(
            String service, String kind, String name, Map<String, Optional<String>> files) {
        String top = kind + "s";
        String place = where(files, service);
        String message =
                place
                        + "service \""
                        + service
                        + "\" uses the "
                        + kind
                        + " \""
                        + name
                        + "\", which no file given declares under the top-level key \""
                        + top
                        + "\" (files given: "
                        + given(files)
                        + ").";
        String last = files.isEmpty() ? "the Compose file" : lastOf(files);
        String declare =
                "declare it in "
                        + last
                        + ":\n\n       "
                        + top
                        + ":\n         "
                        + name
                        + ":"
                        + ("secret".equals(kind) || "config".equals(kind)
                                ? "\n           file: ./" + name
                                : "")
                        + "\n";
        Optional<String> base = extendedBy(service, files);
        if (base.isEmpty()) {
            return message + "\nTo mend it, " + declare;
        }
        List<String> both = new ArrayList<>(List.of(base.get()));
        both.addAll(files.keySet());
        return message
                + " It comes with \"extends\" from "
                + base.get()
                + ", and extends does not bring top-level "
                + top
                + " along."
                + "\nTo mend it, either"
                + "\n    1. give "
                + base.get()
                + " too, first: compose: ["
                + String.join(", ", both)
                + "]"
                + "\n    2. or "
                + declare.replace("\n       ", "\n          ");
    }

    /** The file that a service of the files given extends, if it is not given itself. */
    private static Optional<String> extendedBy(
            String service, Map<String, Optional<String>> files) {
        for (Map.Entry<String, Optional<String>> file : files.entrySet()) {
            Optional<JsonNode> tree = file.getValue().flatMap(ComposeErrors::tree);
            String base =
                    tree.map(t -> t.path("services").path(service).path("extends").path("file"))
                            .map(n -> n.asText(""))
                            .orElse("");
            if (!base.isEmpty()) {
                int slash = file.getKey().lastIndexOf('/');
                String resolved =
                        base.startsWith("/") || slash < 0
                                ? base.replaceFirst("^\\./", "")
                                : file.getKey().substring(0, slash + 1)
                                        + base.replaceFirst("^\\./", "");
                if (!files.containsKey(resolved)) {
                    return Optional.of(resolved);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> tree(String text) {
        try {
            return Optional.ofNullable(TREE.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** {@code file:line: } of a service in the last file that has it, or "". */
    private static String where(Map<String, Optional<String>> files, String service) {
        String found = "";
        Pattern key = Pattern.compile("\\s+[\"']?" + Pattern.quote(service) + "[\"']?\\s*:.*");
        for (Map.Entry<String, Optional<String>> file : files.entrySet()) {
            int number = 0;
            boolean inServices = false;
            for (String line : file.getValue().orElse("").lines().toList()) {
                number++;
                if (line.matches("[A-Za-z].*")) {
                    inServices = line.startsWith("services");
                }
                if (inServices && key.matcher(line).matches()) {
                    found = file.getKey() + ":" + number + ": ";
                    break;
                }
            }
        }
        return found;
    }

    /** {@code file:line: } of a key below a path such as {@code services.web}, or the file. */
    private static String keyPlace(
            Map<String, Optional<String>> files, String file, String path, String key) {
        List<String> keys = new ArrayList<>(List.of(path.split("\\.")));
        if (key != null) {
            keys.add(key);
        }
        for (Map.Entry<String, Optional<String>> given : files.entrySet()) {
            if (file != null
                    && !file.equals(given.getKey())
                    && !file.endsWith("/" + given.getKey())) {
                continue;
            }
            int at = 0;
            int number = 0;
            for (String line : given.getValue().orElse("").lines().toList()) {
                number++;
                if (line.trim().matches("[\"']?" + Pattern.quote(keys.get(at)) + "[\"']?\\s*:.*")) {
                    at++;
                    if (at == keys.size()) {
                        return given.getKey() + ":" + number + ": ";
                    }
                }
            }
            return given.getKey() + ": ";
        }
        return file == null ? "" : file + ": ";
    }

    private static List<String> withoutWarnings(List<String> lines) {
        return lines.stream()
                .filter(l -> !l.contains("level=warning") && !l.startsWith("WARN["))
                .filter(l -> !l.isBlank())
                .toList();
    }

    private static String excerpt(String text, int line) {
        List<String> lines = text.lines().toList();
        return line >= 1 && line <= lines.size() ? "\n    | " + lines.get(line - 1) : "";
    }

    private static String lastOf(Map<String, ?> files) {
        return List.copyOf(files.keySet()).get(files.size() - 1);
    }

    private static String given(Map<String, ?> files) {
        return files.isEmpty() ? "none" : String.join(", ", files.keySet());
    }
}
