package org.jenkinsci.plugins.workflow.steps;

import hudson.model.Descriptor;
import java.util.Map;
import java.util.Set;

public abstract class StepDescriptor extends Descriptor<Step> {
    public StepDescriptor() {}

    public abstract Set<? extends Class<?>> getRequiredContext();

    public abstract String getFunctionName();

    public String argumentsToString(Map<String, Object> namedArgs) {
        return null;
    }

    public org.jenkinsci.plugins.workflow.steps.Step newInstance(
            java.util.Map<java.lang.String, java.lang.Object> a) throws java.lang.Exception {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static hudson.ExtensionList<org.jenkinsci.plugins.workflow.steps.StepDescriptor> all() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
