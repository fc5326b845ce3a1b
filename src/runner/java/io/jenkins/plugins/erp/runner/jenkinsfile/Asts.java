package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.NamedArgumentListExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Small questions to Groovy's syntax tree. */
final class Asts {
    private Asts() {}

    /** A call's arguments, named ones as one map at the start. */
    static List<Expression> arguments(MethodCallExpression call) {
        List<Expression> result = new ArrayList<>();
        if (call.getArguments() instanceof TupleExpression tuple) {
            for (Expression e : tuple.getExpressions()) {
                if (e instanceof NamedArgumentListExpression named) {
                    MapExpression map = new MapExpression(named.getMapEntryExpressions());
                    map.setSourcePosition(named);
                    result.add(map);
                } else {
                    result.add(e);
                }
            }
        } else {
            result.add(call.getArguments());
        }
        return result;
    }

    /** The closure, when it is the call's only argument. */
    static Optional<ClosureExpression> onlyClosure(MethodCallExpression call) {
        List<Expression> arguments = arguments(call);
        return arguments.size() == 1 && arguments.get(0) instanceof ClosureExpression c
                ? Optional.of(c)
                : Optional.empty();
    }

    /** The closure at the end of the arguments, if there is one. */
    static Optional<ClosureExpression> lastClosure(MethodCallExpression call) {
        List<Expression> arguments = arguments(call);
        return !arguments.isEmpty()
                        && arguments.get(arguments.size() - 1) instanceof ClosureExpression c
                ? Optional.of(c)
                : Optional.empty();
    }

    /** A closure's statements. */
    static List<Statement> statements(ClosureExpression closure) {
        Statement code = closure.getCode();
        return code instanceof BlockStatement block ? block.getStatements() : List.of(code);
    }

    /** The text of a string constant. */
    static Optional<String> text(Expression expression) {
        return expression instanceof ConstantExpression c && c.getValue() instanceof String s
                ? Optional.of(s)
                : Optional.empty();
    }
}
