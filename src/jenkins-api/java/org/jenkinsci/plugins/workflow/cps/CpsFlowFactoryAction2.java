package org.jenkinsci.plugins.workflow.cps;

public interface CpsFlowFactoryAction2 extends hudson.model.Action {
    org.jenkinsci.plugins.workflow.cps.CpsFlowExecution create(
            org.jenkinsci.plugins.workflow.flow.FlowDefinition a,
            org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner b,
            java.util.List<? extends hudson.model.Action> c)
            throws java.io.IOException;
}
