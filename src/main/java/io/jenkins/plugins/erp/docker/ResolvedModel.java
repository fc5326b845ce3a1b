package io.jenkins.plugins.erp.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.Iterator;
import java.util.List;

/**
 * A copy of a resolved Compose model that is changed for a release and written to the host. Every
 * change of a service that is not there is an {@link IllegalArgumentException}. What is written
 * holds secret values: mode 0600.
 */
public final class ResolvedModel {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper YAML =
            new ObjectMapper(
                    new YAMLFactory()
                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                            .disable(YAMLGenerator.Feature.SPLIT_LINES)
                            .disable(YAMLGenerator.Feature.MINIMIZE_QUOTES));

    private final ObjectNode tree;

    ResolvedModel(ObjectNode tree) {
        this.tree = tree;
    }

    /** Sets a service's image, pinned by its digest where it has one, and drops its build. */
    public ResolvedModel image(String service, ImageReference image) {
        ObjectNode node = service(service);
        node.put("image", image.pinned().toString());
        node.remove("build");
        return this;
    }

    /** Sets when the service's image is fetched at {@code up}: never, missing, always. */
    public ResolvedModel pullPolicy(String service, String policy) {
        service(service).put("pull_policy", policy);
        return this;
    }

    /** Lets Compose name the containers, so that there can be several. */
    public ResolvedModel withoutContainerName(String service) {
        service(service).remove("container_name");
        return this;
    }

    /** Takes away the ports published on the host; others in the project still reach it. */
    public ResolvedModel withoutPublishedPorts(String service) {
        service(service).remove("ports");
        return this;
    }

    /** Takes away the mount at a path in the container. */
    public ResolvedModel withoutMount(String service, String target) {
        JsonNode volumes = service(service).path("volumes");
        if (volumes instanceof ArrayNode list) {
            for (Iterator<JsonNode> i = list.elements(); i.hasNext(); ) {
                if (i.next().path("target").asText().equals(target)) {
                    i.remove();
                }
            }
        }
        return this;
    }

    /** Sets how many containers there are. */
    public ResolvedModel replicas(String service, int replicas) {
        ObjectNode node = service(service);
        node.remove("scale");
        node.withObject("/deploy").put("replicas", replicas);
        return this;
    }

    /** Adds a label to the containers. */
    public ResolvedModel label(String service, String key, String value) {
        service(service).withObject("/labels").put(key, escape(value));
        return this;
    }

    /** Sets a variable; {@code $} is kept as it is. */
    public ResolvedModel environment(String service, String variable, String value) {
        ObjectNode node = service(service);
        if (!node.path("environment").isObject()) {
            node.putObject("environment");
        }
        ((ObjectNode) node.get("environment")).put(variable, escape(value));
        return this;
    }

    /** Sets the command; {@code $} is kept as it is. */
    public ResolvedModel command(String service, List<String> words) {
        ArrayNode list = service(service).putArray("command");
        words.forEach(w -> list.add(escape(w)));
        return this;
    }

    /** Sets what the health check runs; {@code $} is kept as it is. */
    public ResolvedModel healthcheck(String service, List<String> test) {
        ArrayNode list = service(service).withObject("/healthcheck").putArray("test");
        test.forEach(w -> list.add(escape(w)));
        return this;
    }

    /** Sets how long a container may take to stop, in whole seconds. */
    public ResolvedModel stopGracePeriod(String service, long seconds) {
        service(service).put("stop_grace_period", seconds + "s");
        return this;
    }

    /** Names the project. */
    public ResolvedModel name(String project) {
        tree.put("name", Words.project(project));
        return this;
    }

    /** The changed model, parsed. */
    public ComposeProject project() {
        return ComposeProject.of(tree);
    }

    /** As JSON, which Compose reads like YAML. */
    public String toJson() {
        return write(JSON);
    }

    /** As YAML. */
    public String toYaml() {
        return write(YAML);
    }

    /** Without values. */
    @Override
    public String toString() {
        return project().toString();
    }

    private String write(ObjectMapper mapper) {
        try {
            return mapper.writeValueAsString(tree) + (mapper == JSON ? "\n" : "");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes could not be written", e);
        }
    }

    /** Compose reads {@code $} as the start of a variable, also in a resolved model. */
    private static String escape(String value) {
        return value.replace("$", "$$");
    }

    private ObjectNode service(String name) {
        if (tree.path("services").path(name) instanceof ObjectNode node) {
            return node;
        }
        throw new IllegalArgumentException("the model has no service \"" + name + "\"");
    }
}
