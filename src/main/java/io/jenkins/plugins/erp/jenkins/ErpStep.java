package io.jenkins.plugins.erp.jenkins;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * What the six steps share. A step holds nothing but its arguments, so that a running build can be
 * saved with it and go on after the controller was restarted.
 */
public abstract class ErpStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return new ErpStepExecution(context, this);
    }

    /** The step's name in a Pipeline. */
    abstract String functionName();

    /** For the stage view: what is being done, without a secret. */
    abstract String label();

    /** What it is called in histories: build, test, scan, deploy, rollback or health. */
    String kind() {
        return functionName().substring("erp".length()).toLowerCase(java.util.Locale.ROOT);
    }

    /** The environment it works on and how its hosts are reached; empty: none. */
    Optional<EnvironmentStep> onEnvironment() {
        return Optional.empty();
    }

    /** Whether nothing is changed and only the plan is printed. */
    boolean onlyShows() {
        return false;
    }

    /** Key of the line printed when the step goes on after a restart of the controller. */
    String resumeText() {
        return "resume.again";
    }

    /** Does the work, on a thread that may block. */
    abstract OperationResult run(OperationContext context, StepCredentials credentials)
            throws ConfigException, OperationException, IOException, InterruptedException;
}
