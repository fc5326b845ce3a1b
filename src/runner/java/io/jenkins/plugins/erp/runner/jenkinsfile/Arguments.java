package io.jenkins.plugins.erp.runner.jenkinsfile;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the arguments of a step's call. */
final class Arguments {
    private Arguments() {}

    /** By name; a single one without a name is the step's first. */
    static Map<String, Object> named(StepDefinition step, Object[] given) {
        List<Object> values = new ArrayList<>(Arrays.asList(given));
        if (!values.isEmpty()
                && values.get(values.size() - 1) instanceof Closure
                && step.body() != StepDefinition.Body.NONE) {
            values.remove(values.size() - 1);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        if (values.size() == 1 && values.get(0) instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String name = String.valueOf(entry.getKey());
                step.problemWith(name)
                        .ifPresent(
                                p -> {
                                    throw new StepException(p);
                                });
                result.put(name, entry.getValue());
            }
        } else if (values.size() == 1 && (!step.parameters().isEmpty() || step.open())) {
            result.put(step.parameters().isEmpty() ? "" : step.parameters().get(0), values.get(0));
        } else if (!values.isEmpty() && !step.open()) {
            throw new StepException(
                    "step \""
                            + step.name()
                            + "\" takes "
                            + (step.parameters().isEmpty()
                                    ? "no arguments"
                                    : "one argument without a name; name them: "
                                            + String.join(", ", step.parameters())));
        }
        for (String required : step.required()) {
            if (result.get(required) == null) {
                throw new StepException(
                        "step \"" + step.name() + "\" needs the argument \"" + required + "\"");
            }
        }
        return result;
    }

    /** The block at the end, or null. */
    static StepCall.Body body(Engine engine, StepDefinition step, Object[] given) {
        boolean there = given.length > 0 && given[given.length - 1] instanceof Closure;
        if (step.body() == StepDefinition.Body.REQUIRED && !there) {
            throw new StepException("step \"" + step.name() + "\" needs a block");
        }
        return there && step.body() != StepDefinition.Body.NONE
                ? StepCall.Body.of(engine, (Closure<?>) given[given.length - 1])
                : null;
    }
}
