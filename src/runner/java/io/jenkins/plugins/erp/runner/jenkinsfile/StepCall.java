package io.jenkins.plugins.erp.runner.jenkinsfile;

import groovy.lang.Closure;
import io.jenkins.plugins.erp.console.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of a step.
 *
 * @param engine that runs it
 * @param step which
 * @param context where
 * @param arguments by name
 * @param body its block, or null
 */
record StepCall(
        Engine engine,
        StepDefinition step,
        Context context,
        Map<String, Object> arguments,
        Body body) {

    /** A block that a step may run, once, several times or not at all. */
    @FunctionalInterface
    interface Body {
        /** Runs it in a context and gives its value. */
        Object run(Context context) throws Exception;

        /** A block of Pipeline code. */
        static Body of(Engine engine, Closure<?> closure) {
            return context -> engine.in(context, () -> engine.call(closure));
        }
    }

    Build build() {
        return engine.build();
    }

    Console console() {
        return build().console(context);
    }

    /** Runs the block in this context. */
    Object runBody() throws Exception {
        return runBody(context);
    }

    /** Runs the block in another context. */
    Object runBody(Context other) throws Exception {
        return body == null ? null : body.run(other);
    }

    boolean has(String name) {
        return arguments.get(name) != null;
    }

    Object value(String name) {
        return arguments.get(name);
    }

    String text(String name) {
        Object value = arguments.get(name);
        return value == null ? "" : value.toString();
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(arguments.get(name))
                .map(Object::toString)
                .filter(s -> !s.isEmpty());
    }

    boolean flag(String name, boolean otherwise) {
        Object value = arguments.get(name);
        return value == null ? otherwise : Boolean.parseBoolean(value.toString());
    }

    long number(String name, long otherwise) {
        Object value = arguments.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number n) {
            return n.longValue();
        }
        try {
            return Long.parseLong(value.toString().trim());
        } catch (NumberFormatException e) {
            throw new StepException(
                    step.name() + ": " + name + " has to be a whole number, not \"" + value + "\"");
        }
    }

    List<Object> list(String name) {
        Object value = arguments.get(name);
        if (value == null) {
            return List.of();
        }
        return value instanceof Iterable<?> many ? copy(many) : List.of(value);
    }

    private static List<Object> copy(Iterable<?> many) {
        List<Object> result = new ArrayList<>();
        many.forEach(result::add);
        return result;
    }
}
