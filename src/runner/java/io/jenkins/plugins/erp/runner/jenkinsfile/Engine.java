package io.jenkins.plugins.erp.runner.jenkinsfile;

import com.cloudbees.groovy.cps.Block;
import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Envs;
import com.cloudbees.groovy.cps.Outcome;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import groovy.lang.Closure;
import groovy.lang.Script;
import io.jenkins.plugins.erp.config.NearestWord;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.codehaus.groovy.runtime.InvokerInvocationException;

/**
 * Runs Pipeline code. As in Jenkins, Groovy code of one build runs on one thread at a time, and
 * parallel branches take turns; what takes long (programs, waiting) runs {@link #outside}.
 *
 * <p>A step's block is interpreted to its end within the step, on the same thread: nothing here has
 * to survive a restart, so no continuation has to be kept.
 */
final class Engine implements StepNames {
    private final Build build;
    private final Map<String, StepDefinition> steps = new LinkedHashMap<>();
    private final Scripts scripts;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ThreadLocal<Context> current = new ThreadLocal<>();

    Engine(Build build, List<StepDefinition> definitions) {
        this.build = build;
        definitions.forEach(d -> steps.put(d.name(), d));
        this.scripts = new Scripts(this, build.request());
    }

    Build build() {
        return build;
    }

    Scripts scripts() {
        return scripts;
    }

    Context context() {
        return current.get();
    }

    @Override
    public Optional<StepDefinition> step(String name) {
        return Optional.ofNullable(steps.get(name));
    }

    @Override
    public Set<String> free() {
        return scripts.libraryVariables();
    }

    @Override
    public Set<String> all() {
        Set<String> names = new LinkedHashSet<>(steps.keySet());
        names.addAll(free());
        return names;
    }

    boolean isStep(String name) {
        return steps.containsKey(name);
    }

    /** Runs a whole script. */
    Object run(Script script, Context context) throws Exception {
        turn.lock();
        try {
            return in(context, () -> finish(new Continuable(script)));
        } finally {
            turn.unlock();
        }
    }

    /** Runs something with a context on this thread. */
    <T> T in(Context context, Callable<T> work) throws Exception {
        Context before = current.get();
        current.set(context);
        try {
            return work.call();
        } finally {
            current.set(before);
        }
    }

    /** Calls Pipeline code and interprets it to its end. */
    Object call(Closure<?> closure, Object... arguments) {
        try {
            return closure.call(arguments);
        } catch (CpsCallableInvocation invocation) {
            Block block = invocation.asBlock();
            return finish(new Continuable(block, Envs.empty()));
        }
    }

    private Object finish(Continuable program) {
        Outcome outcome = program.run0(new Outcome(null, null));
        if (outcome.isFailure()) {
            throw sneaky(unwrap(outcome.getAbnormal()));
        }
        return outcome.getNormal();
    }

    /** Lets the other branches have their turn while this thread waits for something. */
    <T> T outside(Callable<T> work) throws Exception {
        boolean mine = turn.isHeldByCurrentThread();
        if (mine) {
            turn.unlock();
        }
        try {
            return work.call();
        } finally {
            if (mine) {
                turn.lock();
            }
        }
    }

    /** Runs a branch on its own thread, in turn with the others. */
    Object branch(Context context, StepCall.Body body) throws Exception {
        turn.lock();
        try {
            return body.run(context);
        } finally {
            turn.unlock();
        }
    }

    /** Calls a step as Pipeline code writes it. */
    Object step(String name, Object[] arguments) {
        StepDefinition step = steps.get(name);
        if (step == null) {
            Set<String> known = all();
            known.add("pipeline");
            throw new StepException(
                    "there is no step \"" + name + "\"" + NearestWord.hint(name, known));
        }
        return step(step, Arguments.named(step, arguments), Arguments.body(this, step, arguments));
    }

    /** Calls a step with arguments by name. */
    Object step(StepDefinition step, Map<String, Object> arguments, StepCall.Body body) {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedBuildException("stopped before \"" + step.name() + "\"", true);
        }
        Context context = current.get();
        try {
            return step.action().run(new StepCall(this, step, context, arguments, body));
        } catch (InterruptedException e) {
            // what asked for the stop is told by the exception; the flag would stop post blocks too
            throw new InterruptedBuildException("stopped in \"" + step.name() + "\"", true);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new StepException(
                    io.jenkins.plugins.erp.operation.Outcome.FAILED,
                    step.name() + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()),
                    e);
        }
    }

    void declarative(int model, List<Closure<?>> leaves) {
        new DeclarativeInterpreter(this, scripts.model(model), leaves).run();
    }

    /** A global variable, or null. */
    Object global(PipelineScript script, String name) {
        return switch (name) {
            case "env" -> new EnvironmentVariable(this);
            case "params" -> build.parameters();
            case "currentBuild" -> new CurrentBuild(build);
            case "steps" -> script;
            case "scm" -> new Described("scm", Map.of());
            case "docker" ->
                    throw new StepException(
                            "\"docker\" (docker.image().inside and the like) is not run here: use the"
                                    + " erp steps, sh, or run this Jenkinsfile in Jenkins");
            default -> scripts.libraryVariable(name);
        };
    }

    /** An environment variable, or null. */
    String variable(String name) {
        Context context = current.get();
        return context == null ? null : build.environment(context).get(name);
    }

    /** What a script can name. */
    Set<String> visible(Script script) {
        Set<String> names = new LinkedHashSet<>(List.of("env", "params", "currentBuild", "scm"));
        for (Object name : script.getBinding().getVariables().keySet()) {
            names.add(name.toString());
        }
        names.addAll(build.environment(current.get()).keySet());
        names.addAll(free());
        return names;
    }

    /** A failure with the place in the script it comes from. */
    String explain(Throwable failure) {
        String message =
                failure instanceof StepException
                        ? String.valueOf(failure.getMessage())
                        : failure instanceof RuntimeException && failure.getMessage() != null
                                ? failure.getMessage()
                                : failure.toString();
        return scripts.place(failure).map(p -> p + ": " + message).orElse(message);
    }

    static Throwable unwrap(Throwable t) {
        Throwable result = t;
        while ((result instanceof InvokerInvocationException
                        || result instanceof java.lang.reflect.InvocationTargetException
                        || result instanceof java.lang.reflect.UndeclaredThrowableException)
                && result.getCause() != null) {
            result = result.getCause();
        }
        return result;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T extends Throwable> RuntimeException sneaky(Throwable t) throws T {
        throw (T) t;
    }
}
