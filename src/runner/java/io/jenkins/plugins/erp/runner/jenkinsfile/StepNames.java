package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.ClassNode;

/** What a Jenkinsfile may call: steps with their arguments, and names without known arguments. */
interface StepNames {

    /** A step's arguments, when it is one. */
    Optional<StepDefinition> step(String name);

    /** Global variables of the libraries and the script's own methods. */
    Set<String> free();

    /** Every name there is, for the nearest one. */
    Set<String> all();

    /** The same with a script's own methods. */
    default StepNames in(ClassNode script) {
        StepNames outer = this;
        Set<String> free = new LinkedHashSet<>(outer.free());
        script.getMethods().forEach(m -> free.add(m.getName()));
        return new StepNames() {
            @Override
            public Optional<StepDefinition> step(String name) {
                return outer.step(name);
            }

            @Override
            public Set<String> free() {
                return free;
            }

            @Override
            public Set<String> all() {
                Set<String> all = new LinkedHashSet<>(outer.all());
                all.addAll(free);
                return all;
            }
        };
    }
}
