package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A declarative Pipeline as it was read. Everything that has to be evaluated while it runs (steps,
 * conditions, values) is a <em>leaf</em>: the index of a closure that the transformed script hands
 * over, so that it runs where it was written, with the variables it can see there.
 */
final class Model {
    private Model() {}

    /** {@code pipeline { }}. */
    record Pipeline(Position at, Common common, List<Parameter> parameters, List<Stage> stages) {}

    /** What a pipeline and each of its stages may have. */
    record Common(List<Variable> environment, List<Call> options, Map<String, Integer> post) {
        Optional<Call> option(String name) {
            return options.stream().filter(o -> o.name().equals(name)).findFirst();
        }
    }

    /** {@code NAME = value}. */
    record Variable(String name, int value, Position at) {}

    /**
     * A name with arguments.
     *
     * @param arguments leaf that gives the list of arguments, named ones as a map in it
     */
    record Call(String name, int arguments, Position at) {}

    /** {@code string(name: 'X', defaultValue: 'y')}. */
    record Parameter(String type, int arguments, Position at) {}

    /** {@code stage('name') { }}: exactly one of steps, stages and parallel. */
    record Stage(
            int name,
            Position at,
            Common common,
            Optional<Condition> when,
            Optional<Integer> input,
            Optional<Integer> steps,
            List<Stage> stages,
            List<Stage> parallel,
            boolean failFast) {}

    /** What stands in {@code when { }}. */
    sealed interface Condition {
        /** True when every one is. */
        record AllOf(List<Condition> conditions) implements Condition {}

        /** True when one is. */
        record AnyOf(List<Condition> conditions) implements Condition {}

        /** True when none is. */
        record Not(Condition condition) implements Condition {}

        /** True when the closure's value is, as Groovy sees truth. */
        record Expression(int leaf, Position at) implements Condition {}

        /** One of the conditions with arguments: branch, environment, tag, equals... */
        record Named(Call call) implements Condition {}
    }
}
