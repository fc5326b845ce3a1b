package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.config.NearestWord;
import io.jenkins.plugins.erp.runner.jenkinsfile.Model.Call;
import io.jenkins.plugins.erp.runner.jenkinsfile.Model.Common;
import io.jenkins.plugins.erp.runner.jenkinsfile.Model.Condition;
import io.jenkins.plugins.erp.runner.jenkinsfile.Model.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.syntax.Types;

/** Reads the syntax tree of one {@code pipeline { }}; every mistake is noted with its place. */
final class DeclarativeParser {
    private static final Set<String> POST =
            new LinkedHashSet<>(
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
                            "cleanup"));
    static final Set<String> OPTIONS =
            new LinkedHashSet<>(
                    List.of(
                            "timeout",
                            "retry",
                            "timestamps",
                            "skipDefaultCheckout",
                            "disableConcurrentBuilds",
                            "disableResume",
                            "buildDiscarder",
                            "skipStagesAfterUnstable",
                            "parallelsAlwaysFailFast",
                            "preserveStashes",
                            "quietPeriod",
                            "durabilityHint",
                            "newContainerPerStage",
                            "overrideIndexTriggers",
                            "rateLimitBuilds",
                            "ansiColor",
                            "lock",
                            "warnError",
                            "catchError",
                            "withEnv",
                            "withCredentials"));
    private static final Set<String> PARAMETERS =
            new LinkedHashSet<>(List.of("string", "text", "booleanParam", "choice", "password"));
    private static final Set<String> CONDITIONS =
            new LinkedHashSet<>(
                    List.of(
                            "branch",
                            "environment",
                            "equals",
                            "tag",
                            "buildingTag",
                            "changeRequest"));
    private static final Map<String, String> NOT_HERE =
            Map.of(
                    "changelog", "it needs the build history of a Jenkins server",
                    "changeset", "it needs the build history of a Jenkins server",
                    "triggeredBy", "nothing but a person triggers a build here");

    /** A mistake and its place. */
    record Problem(Position at, String message) {}

    private final String file;
    private final StepChecker steps;
    private final List<ClosureExpression> leaves;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> stageNames = new HashSet<>();

    DeclarativeParser(String file, StepNames names, List<ClosureExpression> leaves) {
        this.file = file;
        this.leaves = leaves;
        this.steps = new StepChecker(names, this::problem);
    }

    List<Problem> problems() {
        return problems;
    }

    Model.Pipeline pipeline(MethodCallExpression call) {
        List<Model.Parameter> parameters = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        CommonParts common = new CommonParts();
        boolean[] seen = new boolean[2];
        for (MethodCallExpression section : sections(Asts.onlyClosure(call).orElseThrow())) {
            String name = section.getMethodAsString();
            switch (name) {
                case "agent" -> {
                    seen[0] = true;
                    agent(section);
                }
                case "stages" -> {
                    seen[1] = true;
                    stages.addAll(stages(section));
                }
                case "parameters" ->
                        calls(section, PARAMETERS, "parameter type")
                                .forEach(
                                        c ->
                                                parameters.add(
                                                        new Model.Parameter(
                                                                c.name(), c.arguments(), c.at())));
                case "tools", "triggers", "libraries" -> block(section);
                case "environment", "options", "post" -> common.read(section);
                default ->
                        problem(
                                section,
                                "\""
                                        + name
                                        + "\" is not a section of a pipeline"
                                        + NearestWord.hint(
                                                name,
                                                List.of(
                                                        "agent",
                                                        "stages",
                                                        "parameters",
                                                        "environment",
                                                        "options",
                                                        "post",
                                                        "tools",
                                                        "triggers",
                                                        "libraries")));
            }
        }
        if (!seen[0]) {
            problem(call, "the pipeline has no \"agent\": write \"agent any\"");
        }
        if (!seen[1]) {
            problem(call, "the pipeline has no \"stages\"");
        }
        return new Model.Pipeline(at(call), common.done(), parameters, stages);
    }

    private List<Stage> stages(MethodCallExpression section) {
        List<Stage> result = new ArrayList<>();
        Optional<ClosureExpression> body = block(section);
        if (body.isEmpty()) {
            return result;
        }
        for (MethodCallExpression call : sections(body.get())) {
            if ("stage".equals(call.getMethodAsString())) {
                result.add(stage(call));
            } else {
                problem(
                        call,
                        "only \"stage\" may stand in \""
                                + section.getMethodAsString()
                                + "\", not \""
                                + call.getMethodAsString()
                                + "\"");
            }
        }
        if (result.isEmpty()) {
            problem(section, "\"" + section.getMethodAsString() + "\" has no stage");
        }
        return result;
    }

    private Stage stage(MethodCallExpression call) {
        List<Expression> arguments = Asts.arguments(call);
        Optional<ClosureExpression> body = Asts.lastClosure(call);
        if (arguments.size() != 2 || body.isEmpty()) {
            problem(call, "a stage is written stage('name') { ... }");
            return new Stage(
                    leaf(new ConstantExpression("?")),
                    at(call),
                    new CommonParts().done(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    false);
        }
        Asts.text(arguments.get(0))
                .filter(n -> !stageNames.add(n))
                .ifPresent(n -> problem(call, "there are two stages named \"" + n + "\""));
        CommonParts common = new CommonParts();
        Optional<Condition> when = Optional.empty();
        Optional<Integer> input = Optional.empty();
        Optional<Integer> run = Optional.empty();
        List<Stage> nested = List.of();
        List<Stage> parallel = List.of();
        boolean failFast = false;
        int bodies = 0;
        for (MethodCallExpression section : sections(body.get())) {
            String name = section.getMethodAsString();
            switch (name) {
                case "agent" -> agent(section);
                case "tools" -> block(section);
                case "environment", "options", "post" -> common.read(section);
                case "when" -> when = block(section).map(b -> when(b, section));
                case "input" -> input = Optional.of(input(section));
                case "failFast" -> failFast = true;
                case "steps" -> {
                    bodies++;
                    Optional<ClosureExpression> block = block(section);
                    block.ifPresent(steps::check);
                    run = block.map(this::closureLeaf);
                }
                case "stages" -> {
                    bodies++;
                    nested = stages(section);
                }
                case "parallel" -> {
                    bodies++;
                    parallel = stages(section);
                }
                case "matrix" -> {
                    bodies++;
                    problem(
                            section,
                            "\"matrix\" is not run here: write its cells as stages in \"parallel\","
                                    + " or run this Jenkinsfile in Jenkins");
                }
                default ->
                        problem(
                                section,
                                "\""
                                        + name
                                        + "\" is not a section of a stage"
                                        + (steps.knows(name)
                                                ? ": steps stand in steps { }"
                                                : NearestWord.hint(
                                                        name,
                                                        List.of(
                                                                "steps",
                                                                "stages",
                                                                "parallel",
                                                                "when",
                                                                "post",
                                                                "agent",
                                                                "options",
                                                                "environment",
                                                                "input",
                                                                "tools",
                                                                "failFast"))));
            }
        }
        if (bodies != 1) {
            problem(
                    call,
                    bodies == 0
                            ? "the stage has no \"steps\", \"stages\" or \"parallel\""
                            : "a stage has just one of \"steps\", \"stages\" and \"parallel\"");
        }
        return new Stage(
                leaf(arguments.get(0)),
                at(call),
                common.done(),
                when,
                input,
                run,
                nested,
                parallel,
                failFast);
    }

    private void agent(MethodCallExpression section) {
        List<Expression> arguments = Asts.arguments(section);
        if (arguments.size() != 1) {
            problem(section, "an agent is written \"agent any\", \"agent none\" or agent { ... }");
        } else if (arguments.get(0) instanceof VariableExpression v) {
            if (!Set.of("any", "none").contains(v.getName())) {
                problem(
                        section,
                        "there is no agent \"" + v.getName() + "\": any, none or { label '...' }");
            }
        } else if (arguments.get(0) instanceof ClosureExpression block) {
            for (MethodCallExpression kind : sections(block)) {
                switch (kind.getMethodAsString()) {
                    case "label", "node" -> {
                        // everything runs on this machine, whatever it is labelled
                    }
                    case "docker", "dockerfile", "kubernetes" ->
                            problem(
                                    kind,
                                    "agent { "
                                            + kind.getMethodAsString()
                                            + " } is not run here: steps run on this machine; use"
                                            + " \"agent any\" or run this Jenkinsfile in Jenkins");
                    default ->
                            problem(
                                    kind,
                                    "there is no agent \""
                                            + kind.getMethodAsString()
                                            + "\""
                                            + NearestWord.hint(
                                                    kind.getMethodAsString(),
                                                    List.of("label", "node", "docker")));
                }
            }
        } else {
            problem(section, "an agent is written \"agent any\", \"agent none\" or agent { ... }");
        }
    }

    private Condition when(ClosureExpression body, ASTNode at) {
        List<Condition> all = conditions(body);
        if (all.isEmpty() && Asts.statements(body).isEmpty()) {
            problem(at, "\"when\" has no condition");
        }
        return new Condition.AllOf(all);
    }

    private List<Condition> conditions(ClosureExpression body) {
        List<Condition> result = new ArrayList<>();
        for (MethodCallExpression call : sections(body)) {
            String name = call.getMethodAsString();
            switch (name) {
                case "beforeAgent", "beforeInput", "beforeOptions" -> {
                    // conditions are always looked at first here
                }
                case "allOf" ->
                        block(call).ifPresent(b -> result.add(new Condition.AllOf(conditions(b))));
                case "anyOf" ->
                        block(call).ifPresent(b -> result.add(new Condition.AnyOf(conditions(b))));
                case "not" ->
                        block(call)
                                .ifPresent(
                                        b ->
                                                result.add(
                                                        new Condition.Not(
                                                                new Condition.AllOf(
                                                                        conditions(b)))));
                case "expression" ->
                        block(call)
                                .ifPresent(
                                        b ->
                                                result.add(
                                                        new Condition.Expression(
                                                                closureLeaf(b), at(call))));
                default -> {
                    if (NOT_HERE.containsKey(name)) {
                        problem(
                                call,
                                "condition \""
                                        + name
                                        + "\" cannot be told here: "
                                        + NOT_HERE.get(name));
                    } else if (!CONDITIONS.contains(name)) {
                        Set<String> known = new LinkedHashSet<>(CONDITIONS);
                        known.addAll(List.of("allOf", "anyOf", "not", "expression"));
                        problem(
                                call,
                                "there is no condition \""
                                        + name
                                        + "\""
                                        + NearestWord.hint(name, known));
                    } else {
                        result.add(new Condition.Named(call(call)));
                    }
                }
            }
        }
        return result;
    }

    /** {@code input { message 'x' ok 'y' }}: a leaf that gives the arguments as a map. */
    private int input(MethodCallExpression section) {
        org.codehaus.groovy.ast.expr.MapExpression map =
                new org.codehaus.groovy.ast.expr.MapExpression();
        map.setSourcePosition(section);
        Optional<ClosureExpression> body = Asts.onlyClosure(section);
        if (body.isEmpty()) {
            Asts.arguments(section).stream()
                    .findFirst()
                    .ifPresent(
                            e -> map.addMapEntryExpression(new ConstantExpression("message"), e));
            return leaf(map);
        }
        for (MethodCallExpression call : sections(body.get())) {
            String name = call.getMethodAsString();
            if (name.equals("parameters")) {
                problem(call, "parameters of \"input\" are not asked for here");
            } else if (!List.of("message", "id", "ok", "submitter", "submitterParameter")
                    .contains(name)) {
                problem(call, "\"input\" has no \"" + name + "\"");
            } else if (!Asts.arguments(call).isEmpty()) {
                map.addMapEntryExpression(
                        new ConstantExpression(name), Asts.arguments(call).get(0));
            }
        }
        return leaf(map);
    }

    private List<Call> calls(MethodCallExpression section, Set<String> known, String what) {
        List<Call> result = new ArrayList<>();
        Optional<ClosureExpression> body = block(section);
        if (body.isPresent()) {
            for (MethodCallExpression call : sections(body.get())) {
                String name = call.getMethodAsString();
                if (known.contains(name)) {
                    result.add(call(call));
                } else {
                    problem(
                            call,
                            "there is no "
                                    + what
                                    + " \""
                                    + name
                                    + "\""
                                    + NearestWord.hint(name, known));
                }
            }
        }
        return result;
    }

    private Call call(MethodCallExpression call) {
        String name = call.getMethodAsString();
        ListExpression list = new ListExpression();
        if (!Set.of("buildDiscarder", "lock").contains(name)) {
            Asts.arguments(call).forEach(list::addExpression);
        }
        list.setSourcePosition(call);
        return new Call(name, leaf(list), at(call));
    }

    /** A section's block, or a problem. */
    private Optional<ClosureExpression> block(MethodCallExpression section) {
        Optional<ClosureExpression> body = Asts.onlyClosure(section);
        if (body.isEmpty()) {
            problem(
                    section,
                    "\""
                            + section.getMethodAsString()
                            + "\" needs a block: "
                            + section.getMethodAsString()
                            + " { ... }");
        }
        return body;
    }

    /** The method calls in a block that may hold nothing else. */
    private List<MethodCallExpression> sections(ClosureExpression body) {
        List<MethodCallExpression> result = new ArrayList<>();
        for (Statement statement : Asts.statements(body)) {
            Expression e = expression(statement);
            if (e instanceof MethodCallExpression call
                    && call.isImplicitThis()
                    && call.getMethodAsString() != null) {
                result.add(call);
            } else if (e instanceof MethodCallExpression chained
                    && chained.getObjectExpression() instanceof MethodCallExpression) {
                problem(
                        statement,
                        "Groovy reads what stands on this line as one: put each section on a line"
                                + " of its own, or a \";\" between them");
            } else if (e instanceof VariableExpression v) {
                problem(
                        e,
                        "\""
                                + v.getName()
                                + "\" is not complete here: a name with a value or a block was expected");
            } else {
                problem(
                        statement,
                        "Groovy code cannot stand here: put it in script { } within steps { }");
            }
        }
        return result;
    }

    private static Expression expression(Statement statement) {
        return statement instanceof ExpressionStatement e
                ? e.getExpression()
                : statement instanceof ReturnStatement r ? r.getExpression() : null;
    }

    private int closureLeaf(ClosureExpression closure) {
        leaves.add(closure);
        return leaves.size() - 1;
    }

    /** A value as a closure that is called when it is needed. */
    private int leaf(Expression expression) {
        ExpressionStatement statement = new ExpressionStatement(expression);
        statement.setSourcePosition(expression);
        BlockStatement block = new BlockStatement();
        block.addStatement(statement);
        block.setSourcePosition(expression);
        ClosureExpression closure =
                new ClosureExpression(org.codehaus.groovy.ast.Parameter.EMPTY_ARRAY, block);
        closure.setSourcePosition(expression);
        return closureLeaf(closure);
    }

    private Position at(ASTNode node) {
        return Position.of(file, node);
    }

    private void problem(ASTNode node, String message) {
        problems.add(new Problem(at(node), message));
    }

    /** Collects the sections that pipelines and stages share. */
    private final class CommonParts {
        private final List<Model.Variable> environment = new ArrayList<>();
        private final List<Call> options = new ArrayList<>();
        private final Map<String, Integer> post = new LinkedHashMap<>();

        void read(MethodCallExpression section) {
            switch (section.getMethodAsString()) {
                case "options" -> options.addAll(calls(section, OPTIONS, "option"));
                case "environment" -> block(section).ifPresent(this::variables);
                default -> block(section).ifPresent(this::post);
            }
        }

        private void variables(ClosureExpression body) {
            for (Statement statement : Asts.statements(body)) {
                if (expression(statement) instanceof BinaryExpression assignment
                        && assignment.getOperation().getType() == Types.ASSIGN
                        && assignment.getLeftExpression() instanceof VariableExpression name) {
                    environment.add(
                            new Model.Variable(
                                    name.getName(),
                                    leaf(assignment.getRightExpression()),
                                    at(statement)));
                } else {
                    problem(statement, "a variable is written NAME = 'value'");
                }
            }
        }

        private void post(ClosureExpression body) {
            for (MethodCallExpression call : sections(body)) {
                String name = call.getMethodAsString();
                if (!POST.contains(name)) {
                    problem(
                            call,
                            "there is no post condition \""
                                    + name
                                    + "\""
                                    + NearestWord.hint(name, POST));
                } else {
                    block(call)
                            .ifPresent(
                                    b -> {
                                        steps.check(b);
                                        post.put(name, closureLeaf(b));
                                    });
                }
            }
        }

        Common done() {
            return new Common(environment, options, post);
        }
    }
}
