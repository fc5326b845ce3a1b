package io.jenkins.plugins.erp.runner.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.DotEnv;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Resolves Compose files as {@code docker compose config} does, as far as the usual files need it:
 * anchors, several files, interpolation, {@code extends}, {@code env_file}, short forms.
 */
final class SimComposeModel {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIABLE =
            Pattern.compile(
                    "\\$(?:(\\$)|([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])((?:[^{}]|\\{[^{}]*\\})*))?\\})");
    private static final Set<String> LISTS_ADDED =
            Set.of("ports", "volumes", "expose", "env_file", "dns", "tmpfs");

    private final String project;
    private final String directory;
    private final Map<String, String> variables;
    private final Function<String, Optional<String>> files;
    private final Set<String> unset = new TreeSet<>();

    /**
     * For a project.
     *
     * @param directory that relative paths start from
     * @param variables for interpolation
     * @param files text of a file by absolute path
     */
    SimComposeModel(
            String project,
            String directory,
            Map<String, String> variables,
            Function<String, Optional<String>> files) {
        this.project = project;
        this.directory = directory;
        this.variables = variables;
        this.files = files;
    }

    /** What Compose would say on standard error before it ends with exit code 15. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    /** Variables that were used and nobody set. */
    Set<String> unset() {
        return unset;
    }

    /** The model of these files, later ones over earlier ones. */
    ObjectNode resolve(List<String> paths) throws Refusal {
        ObjectNode all = JSON.createObjectNode();
        for (String path : paths) {
            merge(all, load(path));
        }
        ObjectNode model = JSON.createObjectNode();
        model.put("name", project);
        ObjectNode services = model.putObject("services");
        for (Map.Entry<String, JsonNode> e : entries(all.path("services"))) {
            services.set(e.getKey(), service((ObjectNode) e.getValue()));
        }
        for (String top : List.of("networks", "volumes")) {
            ObjectNode named = model.putObject(top);
            for (Map.Entry<String, JsonNode> e : entries(all.path(top))) {
                ObjectNode one = e.getValue() instanceof ObjectNode o ? o : JSON.createObjectNode();
                if (!one.has("name")) {
                    one.put("name", project + "_" + e.getKey());
                }
                named.set(e.getKey(), one);
            }
        }
        ObjectNode networks = (ObjectNode) model.path("networks");
        if (!networks.has("default")) {
            networks.putObject("default").put("name", project + "_default");
        }
        checkVolumes(services, model.path("volumes"));
        if (model.path("volumes").isEmpty()) {
            model.remove("volumes");
        }
        return model;
    }

    private static void checkVolumes(ObjectNode services, JsonNode volumes) throws Refusal {
        for (Map.Entry<String, JsonNode> e : entries(services)) {
            for (JsonNode mount : e.getValue().path("volumes")) {
                String source = mount.path("source").asText("");
                if (mount.path("type").asText().equals("volume")
                        && !source.isEmpty()
                        && !volumes.has(source)) {
                    throw new Refusal(
                            "service \""
                                    + e.getKey()
                                    + "\" refers to undefined volume "
                                    + source
                                    + ": invalid compose project");
                }
            }
        }
    }

    private ObjectNode load(String path) throws Refusal {
        String text =
                files.apply(absolute(path))
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                "open "
                                                        + absolute(path)
                                                        + ": no such file or directory"));
        Object loaded;
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(200);
            loaded = new Yaml(new SafeConstructor(options)).load(text);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new Refusal("yaml: line " + line + ": " + e.getProblem());
        } catch (YAMLException e) {
            throw new Refusal("yaml: " + e.getMessage());
        }
        JsonNode tree = interpolate(JSON.valueToTree(loaded));
        if (!(tree instanceof ObjectNode object) || !tree.path("services").isObject()) {
            throw new Refusal("empty compose file");
        }
        for (Map.Entry<String, JsonNode> e : entries(object.path("services"))) {
            ((ObjectNode) object.path("services"))
                    .set(e.getKey(), extended((ObjectNode) e.getValue(), object));
        }
        return object;
    }

    private ObjectNode extended(ObjectNode service, ObjectNode here) throws Refusal {
        JsonNode extend = service.remove("extends");
        if (extend == null) {
            return service;
        }
        String name = extend.isTextual() ? extend.asText() : extend.path("service").asText();
        String file = extend.path("file").asText("");
        JsonNode base = (file.isEmpty() ? here : load(file)).path("services").path(name);
        if (!(base instanceof ObjectNode object)) {
            throw new Refusal("cannot extend service \"" + name + "\": service not found");
        }
        ObjectNode copy = extended(object.deepCopy(), here);
        copy.remove("depends_on");
        merge(copy, service);
        return copy;
    }

    private static void merge(ObjectNode into, ObjectNode over) {
        for (Map.Entry<String, JsonNode> e : entries(over)) {
            JsonNode there = into.get(e.getKey());
            if (there instanceof ObjectNode a && e.getValue() instanceof ObjectNode b) {
                merge(a, b);
            } else if (there instanceof ArrayNode a
                    && e.getValue() instanceof ArrayNode b
                    && LISTS_ADDED.contains(e.getKey())) {
                b.forEach(a::add);
            } else {
                into.set(e.getKey(), e.getValue());
            }
        }
    }

    private ObjectNode service(ObjectNode from) throws Refusal {
        ObjectNode to = from.deepCopy();
        ObjectNode environment = JSON.createObjectNode();
        for (JsonNode file : list(to.remove("env_file"))) {
            String path = file.isTextual() ? file.asText() : file.path("path").asText();
            Optional<String> text = files.apply(absolute(path));
            if (text.isEmpty()) {
                throw new Refusal("env file " + absolute(path) + " not found: stat");
            }
            try {
                DotEnv.parse(text.get(), path).values().forEach(environment::put);
            } catch (ConfigException e) {
                throw new Refusal("failed to read " + absolute(path) + ": " + e.getMessage());
            }
        }
        pairs(to.remove("environment")).forEach(environment::put);
        if (!environment.isEmpty()) {
            to.set("environment", environment);
        }
        Map<String, String> labels = pairs(to.remove("labels"));
        if (!labels.isEmpty()) {
            labels.forEach(to.putObject("labels")::put);
        }
        for (String key : List.of("command", "entrypoint")) {
            if (to.path(key).isTextual()) {
                ArrayNode words = JSON.createArrayNode();
                List.of(to.path(key).asText().trim().split("\\s+")).forEach(words::add);
                to.set(key, words);
            } else if (!to.has(key)) {
                to.putNull(key);
            }
        }
        if (to.path("build").isTextual()) {
            String context = to.path("build").asText();
            to.putObject("build").put("context", absolute(context)).put("dockerfile", "Dockerfile");
        }
        if (to.path("depends_on") instanceof ArrayNode names) {
            ObjectNode depends = JSON.createObjectNode();
            names.forEach(n -> depends.putObject(n.asText()).put("condition", "service_started"));
            to.set("depends_on", depends);
        }
        networks(to);
        ports(to);
        volumes(to);
        return to;
    }

    private static void networks(ObjectNode service) {
        if (service.path("networks") instanceof ArrayNode names) {
            ObjectNode networks = JSON.createObjectNode();
            names.forEach(n -> networks.putNull(n.asText()));
            service.set("networks", networks);
        } else if (!service.has("networks") && !service.has("network_mode")) {
            service.putObject("networks").putNull("default");
        }
    }

    private static void ports(ObjectNode service) {
        if (!service.has("ports")) {
            return;
        }
        ArrayNode ports = JSON.createArrayNode();
        for (JsonNode port : service.path("ports")) {
            if (port.isObject()) {
                ports.add(port);
                continue;
            }
            String[] protocol = port.asText().split("/");
            String text = protocol[0];
            int last = text.lastIndexOf(':');
            ObjectNode one = ports.addObject().put("mode", "ingress");
            one.put("target", Integer.parseInt(text.substring(last + 1)));
            if (last > 0) {
                int before = text.lastIndexOf(':', last - 1);
                one.put("published", text.substring(before + 1, last));
                if (before > 0) {
                    one.put("host_ip", text.substring(0, before));
                }
            }
            one.put("protocol", protocol.length > 1 ? protocol[1] : "tcp");
        }
        service.set("ports", ports);
    }

    private void volumes(ObjectNode service) {
        if (!service.has("volumes")) {
            return;
        }
        ArrayNode volumes = JSON.createArrayNode();
        for (JsonNode volume : service.path("volumes")) {
            if (volume.isObject()) {
                volumes.add(volume);
                continue;
            }
            String[] parts = volume.asText().split(":");
            ObjectNode one = volumes.addObject();
            boolean bind = parts.length > 1 && parts[0].matches("[./~].*");
            one.put("type", bind ? "bind" : "volume");
            if (parts.length > 1) {
                one.put("source", bind ? absolute(parts[0]) : parts[0]);
            }
            one.put("target", parts[parts.length > 1 ? 1 : 0]);
            if (parts.length > 2 && parts[2].contains("ro")) {
                one.put("read_only", true);
            }
        }
        service.set("volumes", volumes);
    }

    private JsonNode interpolate(JsonNode node) throws Refusal {
        if (node.isTextual()) {
            return TextNode.valueOf(interpolate(node.asText()));
        }
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> e : entries(object)) {
                object.set(e.getKey(), interpolate(e.getValue()));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, interpolate(array.get(i)));
            }
        }
        return node;
    }

    private String interpolate(String text) throws Refusal {
        Matcher m = VARIABLE.matcher(text);
        StringBuilder out = new StringBuilder();
        int done = 0;
        while (m.find()) {
            out.append(text, done, m.start());
            done = m.end();
            out.append(m.group(1) != null ? "$" : value(m));
        }
        return out.append(text.substring(done)).toString();
    }

    private String value(Matcher m) throws Refusal {
        String name = m.group(2) != null ? m.group(2) : m.group(3);
        String operator = m.group(4) == null ? "" : m.group(4);
        String word = m.group(5) == null ? "" : m.group(5);
        String value = variables.get(name);
        boolean there = value != null && !(operator.startsWith(":") && value.isEmpty());
        switch (operator.replace(":", "")) {
            case "-":
                return there ? value : interpolate(word);
            case "+":
                return there ? interpolate(word) : "";
            case "?":
                if (!there) {
                    throw new Refusal("required variable " + name + " is missing a value: " + word);
                }
                return value;
            default:
                if (value == null) {
                    unset.add(name);
                    return "";
                }
                return value;
        }
    }

    private String absolute(String path) {
        return path.startsWith("/") ? SimFiles.clean(path) : SimFiles.clean(directory + "/" + path);
    }

    private static Map<String, String> pairs(JsonNode node) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (node instanceof ArrayNode list) {
            for (JsonNode one : list) {
                String[] parts = one.asText().split("=", 2);
                pairs.put(parts[0], parts.length > 1 ? parts[1] : "");
            }
        } else if (node != null) {
            for (Map.Entry<String, JsonNode> e : entries(node)) {
                pairs.put(e.getKey(), e.getValue().isNull() ? "" : e.getValue().asText());
            }
        }
        return pairs;
    }

    private static List<JsonNode> list(JsonNode node) {
        List<JsonNode> all = new ArrayList<>();
        if (node != null && node.isArray()) {
            node.forEach(all::add);
        } else if (node != null) {
            all.add(node);
        }
        return all;
    }

    static List<Map.Entry<String, JsonNode>> entries(JsonNode node) {
        List<Map.Entry<String, JsonNode>> all = new ArrayList<>();
        node.fields().forEachRemaining(e -> all.add(Map.entry(e.getKey(), e.getValue())));
        return all;
    }
}
