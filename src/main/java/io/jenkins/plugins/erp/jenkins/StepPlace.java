package io.jenkins.plugins.erp.jenkins;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/**
 * Where a step's work is done: a place in a Pipeline, or a build of a freestyle job.
 *
 * @param run the build
 * @param node the step's node in a Pipeline's graph; empty elsewhere
 * @param mark tells the build's steps apart
 * @param listener the build's console
 * @param launcher starts processes there, with all decorations around the step
 * @param workspace on the agent
 * @param environment all variables of the place
 * @param sensitive values of those that withCredentials and the like have bound
 */
record StepPlace(
        Run<?, ?> run,
        Optional<FlowNode> node,
        String mark,
        TaskListener listener,
        Launcher launcher,
        FilePath workspace,
        Map<String, String> environment,
        List<String> sensitive) {

    StepPlace {
        environment = Map.copyOf(environment);
        sensitive = List.copyOf(sensitive);
    }

    /** Without its values. */
    @Override
    public String toString() {
        return run + " " + mark;
    }
}
