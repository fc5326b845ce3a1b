package io.jenkins.plugins.erp.runner.jenkinsfile;

import com.cloudbees.groovy.cps.SerializableScript;
import groovy.lang.Closure;
import groovy.lang.MissingPropertyException;
import io.jenkins.plugins.erp.config.NearestWord;
import java.util.List;
import org.codehaus.groovy.runtime.InvokerHelper;

/** Base class of Jenkinsfiles and library variables: sends what Groovy does not know to steps. */
public abstract class PipelineScript extends SerializableScript {
    private static final long serialVersionUID = 1L;

    private transient Engine engine;

    void attach(Engine value) {
        engine = value;
    }

    @Override
    public Object invokeMethod(String name, Object args) {
        Object[] arguments = InvokerHelper.asArray(args);
        if (getBinding().hasVariable(name)
                && getBinding().getVariable(name) instanceof Closure<?> c) {
            return c.call(arguments);
        }
        if (engine.isStep(name)) {
            return engine.step(name, arguments);
        }
        Object global = engine.global(this, name);
        if (global != null) {
            return InvokerHelper.invokeMethod(global, "call", arguments);
        }
        if (!getMetaClass().respondsTo(this, name).isEmpty()) {
            return getMetaClass().invokeMethod(this, name, arguments);
        }
        return engine.step(name, arguments);
    }

    @Override
    public Object getProperty(String name) {
        if (engine == null || getBinding().hasVariable(name)) {
            return super.getProperty(name);
        }
        Object global = engine.global(this, name);
        if (global != null) {
            return global;
        }
        try {
            return super.getProperty(name);
        } catch (MissingPropertyException e) {
            String variable = engine.variable(name);
            if (variable != null) {
                return variable;
            }
            throw new StepException(
                    "there is no variable \""
                            + name
                            + "\""
                            + NearestWord.hint(name, engine.visible(this)));
        }
    }

    /** Runs a {@code pipeline { }}, in whose place a call of this stands. */
    public Object runDeclarative(int model, List<Closure<?>> leaves) {
        engine.declarative(model, leaves);
        return null;
    }

    /** The {@code sleep} step; Groovy would give every object a method of that name. */
    public Object pipelineSleep(Object... args) {
        return engine.step("sleep", args);
    }

    /** {@code println} as an {@code echo}. */
    public Object pipelinePrintln(Object... args) {
        return engine.step("echo", new Object[] {args.length == 0 ? "" : String.valueOf(args[0])});
    }

    @Override
    public void println(Object value) {
        pipelinePrintln(value);
    }

    @Override
    public void print(Object value) {
        pipelinePrintln(value);
    }

    /** Jenkins lets {@code steps.sh} and {@code this.sh} be the same. */
    @Override
    public String toString() {
        return "Pipeline script";
    }
}
