package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.runner.jenkinsfile.Model.Condition;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;

/** Evaluates {@code when { }}. */
final class Conditions {
    private final Engine engine;
    private final IntFunction<Object> leaf;

    Conditions(Engine engine, IntFunction<Object> leaf) {
        this.engine = engine;
        this.leaf = leaf;
    }

    boolean holds(Condition condition) {
        if (condition instanceof Condition.AllOf all) {
            return all.conditions().stream().allMatch(this::holds);
        } else if (condition instanceof Condition.AnyOf any) {
            return any.conditions().stream().anyMatch(this::holds);
        } else if (condition instanceof Condition.Not not) {
            return !holds(not.condition());
        } else if (condition instanceof Condition.Expression expression) {
            return DefaultTypeTransformation.castToBoolean(leaf.apply(expression.leaf()));
        }
        return named(((Condition.Named) condition).call());
    }

    private boolean named(Model.Call call) {
        List<?> given = (List<?>) leaf.apply(call.arguments());
        Map<?, ?> named =
                !given.isEmpty() && given.get(0) instanceof Map<?, ?> map ? map : Map.of();
        Object plain = given.isEmpty() || given.get(0) instanceof Map ? null : given.get(0);
        return switch (call.name()) {
            case "branch" ->
                    matches(named, plain == null ? named.get("pattern") : plain, "BRANCH_NAME");
            case "tag", "buildingTag" ->
                    engine.variable("TAG_NAME") != null
                            && (plain == null && named.get("pattern") == null
                                    || matches(
                                            named,
                                            plain == null ? named.get("pattern") : plain,
                                            "TAG_NAME"));
            case "changeRequest" ->
                    engine.variable("CHANGE_ID") != null
                            && (named.get("target") == null
                                    || matches(named, named.get("target"), "CHANGE_TARGET"));
            case "environment" -> {
                String actual = engine.variable(String.valueOf(named.get("name")));
                String wanted = String.valueOf(named.get("value"));
                yield Boolean.TRUE.equals(named.get("ignoreCase"))
                        ? wanted.equalsIgnoreCase(actual)
                        : wanted.equals(actual);
            }
            case "equals" ->
                    Objects.equals(plain(named.get("expected")), plain(named.get("actual")));
            default ->
                    throw new StepException(
                            call.at() + ": condition \"" + call.name() + "\" is not known");
        };
    }

    private static Object plain(Object value) {
        return value instanceof CharSequence ? value.toString() : value;
    }

    private boolean matches(Map<?, ?> named, Object pattern, String variable) {
        String actual = engine.variable(variable);
        if (actual == null) {
            return false;
        }
        String wanted = String.valueOf(pattern);
        return switch (String.valueOf(named.get("comparator"))) {
            case "REGEXP" -> Pattern.matches(wanted, actual);
            case "EQUALS" -> wanted.equals(actual);
            default ->
                    wanted.equals(actual)
                            || FileSystems.getDefault()
                                    .getPathMatcher("glob:" + wanted)
                                    .matches(Path.of(actual));
        };
    }
}
