package io.jenkins.plugins.erp.runner.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Models that were resolved before, for as long as the files that they were made of say the same: a
 * deploy asks for the same few again and again, and thousands of simulated ones do.
 */
final class ResolvedModels {
    private static final int MOST = 2000;
    private static final Map<Question, Model> KNOWN = new ConcurrentHashMap<>();

    /** Of a call that names no file. */
    static final Model NONE = new Model(JsonNodeFactory.instance.objectNode(), Set.of(), Map.of());

    private ResolvedModels() {}

    private record Question(
            String project,
            String directory,
            Map<String, String> variables,
            List<String> paths,
            List<Optional<String>> texts) {}

    /** A resolved model that nobody may change, and what is often made of it. */
    static final class Model {
        final ObjectNode tree;
        final Set<String> unset;
        private final Map<String, Optional<String>> read;
        private final Map<String, String> hashes = new ConcurrentHashMap<>();
        private String pretty = "";

        private Model(ObjectNode tree, Set<String> unset, Map<String, Optional<String>> read) {
            this.tree = tree;
            this.unset = unset;
            this.read = read;
        }

        JsonNode service(String name) {
            return tree.path("services").path(name);
        }

        /** The hash that Compose gives a service. */
        String hash(String service) {
            return hashes.computeIfAbsent(service, s -> SimEngine.hash(service(s)));
        }

        /** As {@code config --format json} prints it. */
        synchronized String pretty() {
            if (pretty.isEmpty()) {
                // a dollar sign is written so that the output can be given to Compose again
                pretty = tree.toPrettyString().replace("$", "$$") + "\n";
            }
            return pretty;
        }

        private boolean isOf(Function<String, Optional<String>> files) {
            for (Map.Entry<String, Optional<String>> one : read.entrySet()) {
                if (!files.apply(one.getKey()).equals(one.getValue())) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The model of these files, later ones over earlier ones. */
    static Model of(
            String project,
            String directory,
            Map<String, String> variables,
            List<String> paths,
            Function<String, Optional<String>> files)
            throws SimComposeModel.Refusal {
        Question question =
                new Question(
                        project,
                        directory,
                        Map.copyOf(variables),
                        List.copyOf(paths),
                        paths.stream().map(files).toList());
        Model known = KNOWN.get(question);
        if (known != null && known.isOf(files)) {
            return known;
        }
        Map<String, Optional<String>> read = new LinkedHashMap<>();
        SimComposeModel model =
                new SimComposeModel(
                        project, directory, variables, path -> read.computeIfAbsent(path, files));
        ObjectNode tree = model.resolve(paths);
        Model made = new Model(tree, new TreeSet<>(model.unset()), Map.copyOf(read));
        if (KNOWN.size() >= MOST) {
            KNOWN.clear();
        }
        KNOWN.put(question, made);
        return made;
    }
}
