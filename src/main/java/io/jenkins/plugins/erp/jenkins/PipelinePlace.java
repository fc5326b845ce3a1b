package io.jenkins.plugins.erp.jenkins;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Finds a step's place in a Pipeline. */
final class PipelinePlace {
    private static final Duration AGENT_WAIT = Duration.ofMinutes(30);
    private static final long AGENT_POLL_MILLIS = 2_000;

    private PipelinePlace() {}

    /**
     * The place, where the agent is connected.
     *
     * @throws IOException when there is none
     */
    static StepPlace of(StepContext context) throws IOException, InterruptedException {
        return find(context)
                .orElseThrow(
                        () ->
                                new IOException(
                                        "there is no workspace; run the step inside node or"
                                                + " agent"));
    }

    /** After a restart the agent may take its time to come back. */
    static StepPlace await(StepContext context, ErpStep step)
            throws IOException, InterruptedException {
        TaskListener listener = context.get(TaskListener.class);
        long until = System.nanoTime() + AGENT_WAIT.toNanos();
        boolean told = false;
        while (true) {
            String why;
            try {
                Optional<StepPlace> place = find(context);
                if (place.isPresent()) {
                    return place.get();
                }
                why = "it is not connected";
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
            if (System.nanoTime() > until) {
                throw new IOException(
                        "the agent did not come back within "
                                + AGENT_WAIT.toMinutes()
                                + " minutes of the controller's restart ("
                                + why
                                + ")");
            }
            if (!told) {
                listener.getLogger()
                        .println(Texts.of(ErpStep.class, "resume.waiting", step.functionName()));
                told = true;
            }
            Thread.sleep(AGENT_POLL_MILLIS);
        }
    }

    private static Optional<StepPlace> find(StepContext context)
            throws IOException, InterruptedException {
        Launcher launcher = context.get(Launcher.class);
        FilePath workspace = context.get(FilePath.class);
        EnvVars environment = context.get(EnvVars.class);
        if (launcher == null || workspace == null || environment == null) {
            return Optional.empty();
        }
        FlowNode node = context.get(FlowNode.class);
        return Optional.of(
                new StepPlace(
                        context.get(Run.class),
                        Optional.of(node),
                        node.getId(),
                        context.get(TaskListener.class),
                        launcher,
                        workspace,
                        environment,
                        sensitive(context, environment)));
    }

    /** Values of the variables that withCredentials and the like have bound. */
    private static List<String> sensitive(StepContext context, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> values = new ArrayList<>();
        EnvironmentExpander expander = context.get(EnvironmentExpander.class);
        if (expander != null) {
            for (String name : expander.getSensitiveVariables()) {
                String value = environment.get(name);
                if (value != null && !value.isEmpty()) {
                    values.add(value);
                }
            }
        }
        return values;
    }
}
