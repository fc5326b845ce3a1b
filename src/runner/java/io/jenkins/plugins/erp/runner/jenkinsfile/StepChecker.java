package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.config.NearestWord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Looks over the steps of a declarative block before anything is run. */
final class StepChecker {
    private final StepNames names;
    private final BiConsumer<ASTNode, String> problem;

    StepChecker(StepNames names, BiConsumer<ASTNode, String> problem) {
        this.names = names;
        this.problem = problem;
    }

    boolean knows(String name) {
        return names.step(name).isPresent() || names.free().contains(name);
    }

    /** Every statement has to be a step; blocks of steps are looked into, {@code script} is not. */
    void check(ClosureExpression block) {
        List<Statement> statements = Asts.statements(block);
        if (statements.isEmpty()) {
            problem.accept(block, "there is no step in this block");
        }
        for (Statement statement : statements) {
            if (statement instanceof ExpressionStatement e
                    && e.getExpression() instanceof MethodCallExpression call) {
                if (call.isImplicitThis() && call.getMethodAsString() != null) {
                    step(call, call.getMethodAsString());
                }
            } else {
                problem.accept(statement, "a step was expected: Groovy code stands in script { }");
            }
        }
    }

    private void step(MethodCallExpression call, String name) {
        if (name.equals("script")) {
            if (Asts.onlyClosure(call).isEmpty()) {
                problem.accept(call, "\"script\" needs a block: script { ... }");
            }
            return;
        }
        if (names.free().contains(name)) {
            return;
        }
        StepDefinition step = names.step(name).orElse(null);
        if (step == null) {
            Set<String> known = new LinkedHashSet<>(names.all());
            known.add("script");
            problem.accept(
                    call, "there is no step \"" + name + "\"" + NearestWord.hint(name, known));
            return;
        }
        List<Expression> arguments = Asts.arguments(call);
        for (Expression argument : arguments) {
            if (argument instanceof MapExpression map && !name.equals("parallel")) {
                for (MapEntryExpression entry : map.getMapEntryExpressions()) {
                    Asts.text(entry.getKeyExpression())
                            .flatMap(step::problemWith)
                            .ifPresent(p -> problem.accept(entry.getKeyExpression(), p));
                }
            }
        }
        boolean hasBody = Asts.lastClosure(call).isPresent();
        if (step.body() == StepDefinition.Body.REQUIRED && !hasBody) {
            problem.accept(call, "step \"" + name + "\" needs a block: " + name + "(...) { ... }");
        } else if (step.body() == StepDefinition.Body.NONE && hasBody) {
            problem.accept(call, "step \"" + name + "\" takes no block");
        }
        if (!step.open()) {
            Asts.lastClosure(call).ifPresent(this::check);
        }
    }
}
