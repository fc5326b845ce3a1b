package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/**
 * Reads each {@code pipeline { }} of a script into a {@link Model.Pipeline} and puts a call in its
 * place that hands over the model's number and its leaves. Runs before variables are resolved and
 * before the CPS transformation, so that leaves are ordinary Pipeline code.
 */
final class DeclarativeTransform extends CompilationCustomizer {
    /** Methods that Groovy itself gives to every object, and a closure would therefore take. */
    private static final Map<String, String> SHADOWED =
            Map.of(
                    "sleep", "pipelineSleep",
                    "println", "pipelinePrintln",
                    "print", "pipelinePrintln");

    private final StepNames names;
    private final List<Model.Pipeline> models = new ArrayList<>();

    DeclarativeTransform(StepNames names) {
        super(CompilePhase.CONVERSION);
        this.names = names;
    }

    Model.Pipeline model(int number) {
        return models.get(number);
    }

    @Override
    public void call(SourceUnit source, GeneratorContext context, ClassNode classNode) {
        new Rewriter(source, classNode).visitClass(classNode);
    }

    private final class Rewriter extends ClassCodeExpressionTransformer {
        private final SourceUnit source;
        private final ClassNode owner;

        Rewriter(SourceUnit source, ClassNode owner) {
            this.source = source;
            this.owner = owner;
        }

        @Override
        protected SourceUnit getSourceUnit() {
            return source;
        }

        @Override
        public Expression transform(Expression expression) {
            if (expression == null) {
                return null;
            }
            if (expression instanceof ClosureExpression closure) {
                closure.getCode().visit(this);
                return closure;
            }
            if (expression instanceof MethodCallExpression call && call.isImplicitThis()) {
                String name = call.getMethodAsString();
                if ("pipeline".equals(name) && Asts.onlyClosure(call).isPresent()) {
                    return declarative(call);
                }
                String other = name == null ? null : SHADOWED.get(name);
                if (other != null) {
                    call.setMethod(positioned(new ConstantExpression(other), call.getMethod()));
                }
            }
            if (expression instanceof MethodCallExpression call) {
                // in place: a fresh copy made by the superclass loses the method's position
                call.setObjectExpression(transform(call.getObjectExpression()));
                call.setMethod(transform(call.getMethod()));
                call.setArguments(transform(call.getArguments()));
                return call;
            }
            return super.transform(expression);
        }

        private Expression declarative(MethodCallExpression call) {
            List<ClosureExpression> leaves = new ArrayList<>();
            DeclarativeParser parser =
                    new DeclarativeParser(source.getName(), names.in(owner), leaves);
            Model.Pipeline model = parser.pipeline(call);
            for (DeclarativeParser.Problem problem : parser.problems()) {
                source.getErrorCollector()
                        .addErrorAndContinue(
                                new SyntaxErrorMessage(
                                        new SyntaxException(
                                                problem.message(),
                                                problem.at().line(),
                                                problem.at().column()),
                                        source));
            }
            models.add(model);
            ListExpression closures = new ListExpression();
            for (ClosureExpression leaf : leaves) {
                leaf.getCode().visit(this);
                closures.addExpression(leaf);
            }
            MethodCallExpression replacement =
                    new MethodCallExpression(
                            VariableExpression.THIS_EXPRESSION,
                            "runDeclarative",
                            new ArgumentListExpression(
                                    new ConstantExpression(models.size() - 1), closures));
            replacement.setImplicitThis(true);
            return positioned(replacement, call);
        }

        private <T extends Expression> T positioned(T made, Expression from) {
            made.setSourcePosition(from);
            return made;
        }
    }
}
