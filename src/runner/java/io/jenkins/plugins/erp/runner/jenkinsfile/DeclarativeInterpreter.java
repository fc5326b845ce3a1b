package io.jenkins.plugins.erp.runner.jenkinsfile;

import groovy.lang.Closure;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.jenkinsfile.Model.Call;
import io.jenkins.plugins.erp.runner.jenkinsfile.Model.Common;
import io.jenkins.plugins.erp.runner.jenkinsfile.Model.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs a declarative Pipeline: order of stages, conditions, options, post blocks. */
final class DeclarativeInterpreter {
    /** In the order in which Jenkins runs them. */
    private static final List<String> POST_ORDER =
            List.of(
                    "always",
                    "changed",
                    "fixed",
                    "regression",
                    "aborted",
                    "failure",
                    "success",
                    "unstable",
                    "unsuccessful",
                    "notBuilt",
                    "cleanup");

    private static final Set<String> BLOCK_OPTIONS =
            Set.of("timeout", "retry", "withEnv", "withCredentials", "warnError", "catchError");

    private final Engine engine;
    private final Model.Pipeline pipeline;
    private final List<Closure<?>> leaves;
    private final Conditions conditions;

    DeclarativeInterpreter(Engine engine, Model.Pipeline pipeline, List<Closure<?>> leaves) {
        this.engine = engine;
        this.pipeline = pipeline;
        this.leaves = leaves;
        this.conditions = new Conditions(engine, this::leaf);
    }

    void run() {
        new Parameters(engine.build()).define(pipeline.parameters(), this::leaf);
        Context context = engine.context();
        try {
            guarded(
                    pipeline.common(),
                    context,
                    null,
                    inner -> {
                        stages(pipeline.stages(), inner);
                        return null;
                    });
        } catch (Exception e) {
            throw Engine.sneaky(e);
        }
    }

    private Object leaf(int number) {
        return engine.call(leaves.get(number));
    }

    private Object leaf(int number, Context context) {
        try {
            return engine.in(context, () -> leaf(number));
        } catch (Exception e) {
            throw Engine.sneaky(e);
        }
    }

    private boolean skipAfterUnstable() {
        return pipeline.common().option("skipStagesAfterUnstable").isPresent();
    }

    private void stages(List<Stage> stages, Context context) throws Exception {
        Exception failed = null;
        for (Stage stage : stages) {
            String name = String.valueOf(leaf(stage.name(), context));
            if (failed != null) {
                skip(name, context, "an earlier stage failed");
            } else if (skipAfterUnstable() && engine.build().result() == BuildResult.UNSTABLE) {
                skip(name, context, "an earlier stage is unstable");
            } else {
                try {
                    stage(stage, name, context);
                } catch (Exception e) {
                    failed = e;
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void skip(String name, Context context, String why) {
        Stages.skip(engine, name, context, why);
    }

    private void stage(Stage stage, String name, Context outer) throws Exception {
        if (stage.when().isPresent()) {
            Context seen = environment(stage.common(), outer);
            boolean go = engine.in(seen, () -> conditions.holds(stage.when().get()));
            if (!go) {
                skip(name, outer, "its \"when\" does not hold");
                return;
            }
        }
        Stages.run(
                engine,
                name,
                outer,
                context ->
                        guarded(
                                stage.common(),
                                context,
                                stage,
                                inner -> {
                                    body(stage, inner);
                                    return null;
                                }));
    }

    private void body(Stage stage, Context context) throws Exception {
        if (stage.input().isPresent()) {
            @SuppressWarnings("unchecked")
            Map<String, Object> arguments =
                    (Map<String, Object>) leaf(stage.input().get(), context);
            call("input", arguments, null, context);
        }
        if (stage.steps().isPresent()) {
            leaf(stage.steps().get(), context);
        }
        stages(stage.stages(), context);
        if (!stage.parallel().isEmpty()) {
            Map<String, StepCall.Body> branches = new LinkedHashMap<>();
            for (Stage child : stage.parallel()) {
                String name = String.valueOf(leaf(child.name(), context));
                branches.put(
                        name,
                        branch -> {
                            stage(child, name, branch);
                            return null;
                        });
            }
            boolean failFast =
                    stage.failFast()
                            || pipeline.common().option("parallelsAlwaysFailFast").isPresent();
            Branches.run(engine, context, branches, failFast);
        }
    }

    /** Options and environment around a body, and post blocks after it. */
    private Object guarded(Common common, Context outer, Stage stage, StepCall.Body body)
            throws Exception {
        Throwable failed = null;
        Context inside = outer;
        try {
            inside = environment(common, outer);
            Context ready = inside;
            options(common, 0, ready, body);
        } catch (Exception | StackOverflowError e) {
            failed = e;
        }
        if (failed != null) {
            BuildResult result =
                    failed instanceof InterruptedBuildException
                            ? BuildResult.ABORTED
                            : BuildResult.FAILURE;
            engine.build().atLeast(result);
            if (inside.stage() != null) {
                inside.stage().atLeast(result, engine.explain(failed));
            }
        }
        Throwable after = post(common, inside, stage);
        if (failed == null) {
            failed = after;
        }
        if (failed != null) {
            throw Engine.sneaky(failed);
        }
        return null;
    }

    private Context environment(Common common, Context outer) {
        Context context = outer;
        for (Model.Variable variable : common.environment()) {
            Object value = leaf(variable.value(), context);
            Map<String, String> more = new LinkedHashMap<>();
            if (value instanceof Credentials.Bound bound) {
                engine.build().hide(bound.secrets());
                more.putAll(bound.variables(variable.name()));
            } else {
                more.put(variable.name(), String.valueOf(value));
            }
            context = context.with(Variables.expand(more, engine.build().environment(context)));
        }
        return context;
    }

    private Object options(Common common, int from, Context context, StepCall.Body body)
            throws Exception {
        for (int i = from; i < common.options().size(); i++) {
            Call option = common.options().get(i);
            if (option.name().equals("timestamps")) {
                engine.build().timestamps();
            }
            if (BLOCK_OPTIONS.contains(option.name())) {
                int next = i + 1;
                StepDefinition step = engine.step(option.name()).orElseThrow();
                Object[] arguments = ((List<?>) leaf(option.arguments(), context)).toArray();
                Map<String, Object> named = Arguments.named(step, arguments);
                return call(
                        option.name(), named, inner -> options(common, next, inner, body), context);
            }
        }
        return engine.in(context, () -> body.run(context));
    }

    private Object call(
            String step, Map<String, Object> arguments, StepCall.Body body, Context context)
            throws Exception {
        return engine.in(
                context, () -> engine.step(engine.step(step).orElseThrow(), arguments, body));
    }

    /** Runs the post blocks that apply; each runs even where one before it failed. */
    private Throwable post(Common common, Context context, Stage stage) {
        Throwable first = null;
        // a stop that led here has been seen; what cleans up may run
        Thread.interrupted();
        List<String> done = new ArrayList<>();
        for (String condition : POST_ORDER) {
            Integer leaf = common.post().get(condition);
            BuildResult result =
                    stage != null && context.stage() != null
                            ? context.stage().result()
                            : engine.build().result();
            if (leaf == null || !applies(condition, result)) {
                continue;
            }
            done.add(condition);
            try {
                engine.build().console(context).info("post: " + condition);
                leaf(leaf, context);
            } catch (Exception e) {
                String text = "post { " + condition + " } failed: " + engine.explain(e);
                engine.build().console(context).error(text);
                engine.build().atLeast(BuildResult.FAILURE);
                if (context.stage() != null) {
                    context.stage().atLeast(BuildResult.FAILURE, text);
                }
                first = first == null ? new StepException(Outcome.FAILED, text, e) : first;
            }
        }
        return first;
    }

    private boolean applies(String condition, BuildResult result) {
        BuildResult previous = LastResult.read(engine.build().request());
        return switch (condition) {
            case "always", "cleanup" -> true;
            case "success" -> result == BuildResult.SUCCESS;
            case "unstable" -> result == BuildResult.UNSTABLE;
            case "failure" -> result == BuildResult.FAILURE;
            case "aborted" -> result == BuildResult.ABORTED;
            case "notBuilt" -> result == BuildResult.NOT_BUILT;
            case "unsuccessful" -> result != BuildResult.SUCCESS;
            case "changed" -> previous == null || previous != result;
            case "fixed" ->
                    result == BuildResult.SUCCESS
                            && previous != null
                            && previous != BuildResult.SUCCESS;
            case "regression" -> previous != null && result.compareTo(previous) > 0;
            default -> false;
        };
    }
}
