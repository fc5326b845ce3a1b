package io.jenkins.plugins.erp.jenkins;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** What the six steps' descriptors share. */
public abstract class ErpStepDescriptor extends StepDescriptor {
    private static final int LONGEST_LABEL = 100;

    private final String functionName;

    ErpStepDescriptor(String functionName) {
        this.functionName = functionName;
    }

    @Override
    public String getFunctionName() {
        return functionName;
    }

    /** Takes what {@code docker.build} returned where an image's name is wanted. */
    @Override
    public Step newInstance(Map<String, Object> arguments) throws Exception {
        return super.newInstance(DockerImages.named(arguments));
    }

    @Override
    public String getDisplayName() {
        return Texts.of(ErpStep.class, functionName + ".displayName");
    }

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
        return Set.of(
                Run.class,
                TaskListener.class,
                FilePath.class,
                Launcher.class,
                EnvVars.class,
                FlowNode.class);
    }

    /** The environment, the image or whatever else names the work; never an id of credentials. */
    @Override
    public String argumentsToString(Map<String, Object> namedArgs) {
        StringBuilder text = new StringBuilder();
        for (String name : shown()) {
            Object value = namedArgs.get(name);
            if (value != null && !String.valueOf(value).isEmpty()) {
                text.append(text.length() == 0 ? "" : " ").append(text(value));
            }
        }
        if (text.length() == 0) {
            return null;
        }
        return shorten(text.toString());
    }

    /** Arguments that may be shown beside the step's name, in this order. */
    abstract java.util.List<String> shown();

    /** A text for a label, which Jenkins limits to 100 characters. */
    static String shorten(String text) {
        return text.length() <= LONGEST_LABEL ? text : text.substring(0, LONGEST_LABEL - 3) + "...";
    }

    /** A list as its form field shows it. */
    public String join(Collection<String> words) {
        return words == null ? "" : String.join(" ", words);
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> many) {
            StringBuilder text = new StringBuilder();
            for (Object one : many) {
                text.append(text.length() == 0 ? "" : ",").append(one);
            }
            return text.toString();
        }
        return String.valueOf(value);
    }
}
