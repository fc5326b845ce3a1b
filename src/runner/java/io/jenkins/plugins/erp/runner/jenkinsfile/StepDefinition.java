package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.config.NearestWord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A step: what it is called and takes.
 *
 * @param name as in a Jenkinsfile
 * @param parameters names of its arguments; the first is the one that may be given without a name
 * @param required those that have to be given
 * @param body whether it takes a block
 * @param open whether further arguments are let through unread
 * @param action what it does
 */
record StepDefinition(
        String name,
        List<String> parameters,
        Set<String> required,
        Body body,
        boolean open,
        Action action) {

    /** Whether a step takes a block. */
    enum Body {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** What a step does. */
    @FunctionalInterface
    interface Action {
        /** Returns the step's value. */
        Object run(StepCall call) throws Exception;
    }

    /** A step with arguments, all optional but those with an exclamation mark. */
    static StepDefinition of(String signature, Action action) {
        return make(signature, Body.NONE, false, action);
    }

    /** A step with a block. */
    static StepDefinition block(String signature, Action action) {
        return make(signature, Body.REQUIRED, false, action);
    }

    /** A step that takes whatever it is given. */
    static StepDefinition lenient(String name, Action action) {
        return make(name, Body.OPTIONAL, true, action);
    }

    /** {@code "name first! second third"}. */
    private static StepDefinition make(String signature, Body body, boolean open, Action action) {
        List<String> words = List.of(signature.split(" "));
        Set<String> required = new TreeSet<>();
        List<String> parameters =
                words.subList(1, words.size()).stream()
                        .map(
                                w -> {
                                    String plain = w.replace("!", "");
                                    if (w.endsWith("!")) {
                                        required.add(plain);
                                    }
                                    return plain;
                                })
                        .toList();
        return new StepDefinition(words.get(0), parameters, required, body, open, action);
    }

    /** What is wrong with a named argument, if anything. */
    Optional<String> problemWith(String argument) {
        if (open || parameters.contains(argument)) {
            return Optional.empty();
        }
        return Optional.of(
                "step \""
                        + name
                        + "\" has no argument \""
                        + argument
                        + "\""
                        + NearestWord.hint(argument, parameters)
                        + (parameters.isEmpty()
                                ? " (it takes none)"
                                : " (it takes: " + String.join(", ", parameters) + ")"));
    }
}
