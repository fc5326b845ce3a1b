package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.config.NearestWord;
import io.jenkins.plugins.erp.operation.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** Gives {@code params} its values: defaults, and what the person gave. */
final class Parameters {
    private final Build build;

    Parameters(Build build) {
        this.build = build;
    }

    /** Those of a declarative Pipeline. */
    void define(List<Model.Parameter> definitions, IntFunction<Object> leaf) {
        List<Described> described = new ArrayList<>();
        for (Model.Parameter p : definitions) {
            List<?> arguments = (List<?>) leaf.apply(p.arguments());
            Map<String, Object> named = new LinkedHashMap<>();
            for (Object argument : arguments) {
                if (argument instanceof Map<?, ?> map) {
                    map.forEach((k, v) -> named.put(String.valueOf(k), v));
                } else {
                    throw refused(
                            p.at()
                                    + ": parameters are written with names: "
                                    + p.type()
                                    + "(name: 'X', ...)");
                }
            }
            described.add(new Described(p.type(), named));
        }
        define(described);
    }

    /** Those of {@code properties([parameters([...])])}. */
    void define(List<Described> definitions) {
        Set<String> names = new TreeSet<>();
        for (Described definition : definitions) {
            String name = definition.text("name");
            if (name.isEmpty()) {
                throw refused("a " + definition.type() + " parameter has no name");
            }
            names.add(name);
            build.parameters().put(name, value(definition, name));
        }
        for (String given : build.request().parameters().keySet()) {
            if (!names.contains(given)) {
                throw refused(
                        "the Jenkinsfile has no parameter \""
                                + given
                                + "\""
                                + NearestWord.hint(given, names)
                                + (names.isEmpty()
                                        ? ""
                                        : " (it has: " + String.join(", ", names) + ")"));
            }
        }
    }

    private Object value(Described definition, String name) {
        String given = build.request().parameters().get(name);
        Object fallback = definition.arguments().get("defaultValue");
        return switch (definition.type()) {
            case "booleanParam" -> {
                String text = given == null ? String.valueOf(fallback) : given;
                if (given != null && !given.equals("true") && !given.equals("false")) {
                    throw refused("parameter " + name + " is true or false, not \"" + given + "\"");
                }
                yield Boolean.parseBoolean(text);
            }
            case "choice" -> {
                List<String> choices = choices(definition.arguments().get("choices"));
                if (choices.isEmpty()) {
                    throw refused("parameter " + name + " has no choices");
                }
                if (given != null && !choices.contains(given)) {
                    throw refused(
                            "parameter "
                                    + name
                                    + " is one of "
                                    + String.join(", ", choices)
                                    + ", not \""
                                    + given
                                    + "\"");
                }
                yield given == null ? choices.get(0) : given;
            }
            case "password" -> {
                String text = given == null ? text(fallback) : given;
                build.hide(List.of(text));
                yield text;
            }
            default -> given == null ? text(fallback) : given;
        };
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static List<String> choices(Object value) {
        List<String> result = new ArrayList<>();
        if (value instanceof Iterable<?> many) {
            many.forEach(v -> result.add(String.valueOf(v)));
        } else if (value != null) {
            value.toString().lines().map(String::strip).forEach(result::add);
        }
        return result;
    }

    private static StepException refused(String message) {
        return new StepException(Outcome.REFUSED, message, null);
    }
}
