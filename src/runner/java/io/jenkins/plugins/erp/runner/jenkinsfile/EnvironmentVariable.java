package io.jenkins.plugins.erp.runner.jenkinsfile;

import groovy.lang.GroovyObjectSupport;
import java.util.Map;

/** {@code env}. */
public final class EnvironmentVariable extends GroovyObjectSupport {
    private final Engine engine;

    EnvironmentVariable(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Object getProperty(String name) {
        return engine.variable(name);
    }

    @Override
    public void setProperty(String name, Object value) {
        engine.build().setVariable(name, value == null ? null : value.toString());
    }

    /** {@code env['NAME']}. */
    public Object getAt(String name) {
        return engine.variable(name);
    }

    /** {@code env['NAME'] = 'x'}. */
    public void putAt(String name, Object value) {
        setProperty(name, value);
    }

    /** All of them. */
    public Map<String, String> getEnvironment() {
        return engine.build().environment(engine.context());
    }
}
