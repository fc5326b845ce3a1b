package io.jenkins.plugins.erp.jenkins;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import io.jenkins.plugins.erp.jenkins.record.RunRecord;
import io.jenkins.plugins.erp.operation.OperationException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * "ERP operation": one of the six operations as a build step of a freestyle job, with the same form
 * as the Pipeline step. A Pipeline calls the steps themselves, which go on after a restart of the
 * controller; a build step does not.
 */
public final class ErpOperationBuilder extends Builder implements SimpleBuildStep {
    private final ErpStep operation;

    /**
     * Runs an operation.
     *
     * @param operation the step with its arguments
     */
    @DataBoundConstructor
    public ErpOperationBuilder(ErpStep operation) {
        this.operation = operation;
    }

    /** The step with its arguments. */
    public ErpStep getOperation() {
        return operation;
    }

    @Override
    public void perform(
            Run<?, ?> run,
            FilePath workspace,
            EnvVars env,
            Launcher launcher,
            TaskListener listener)
            throws InterruptedException, IOException {
        if (operation == null) {
            throw new AbortException(Texts.of(ErpStep.class, "builder.empty"));
        }
        List<String> sensitive =
                run instanceof AbstractBuild<?, ?> build
                        ? build.getSensitiveBuildVariables().stream()
                                .map(env::get)
                                .filter(Objects::nonNull)
                                .filter(value -> !value.isEmpty())
                                .toList()
                        : List.of();
        StepPlace place =
                new StepPlace(
                        run,
                        Optional.empty(),
                        "operation-" + (RunRecord.of(run).size() + 1),
                        listener,
                        launcher,
                        workspace,
                        env,
                        sensitive);
        try {
            new StepRun(operation, place, UUID.randomUUID().toString(), false).perform();
        } catch (ConfigException | OperationException e) {
            // the message says it all; a stack trace would only hide it
            throw new AbortException(operation.functionName() + ": " + e.getMessage());
        }
    }

    /** Its name and form. */
    @Extension
    @Symbol("erpOperation")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(ErpOperationBuilder.class);
        }

        @Override
        public String getDisplayName() {
            return Texts.of(ErpStep.class, "builder.displayName");
        }

        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        /** The six operations, for the form's selection. */
        public List<StepDescriptor> getOperations() {
            return StepDescriptor.all().stream()
                    .filter(ErpStepDescriptor.class::isInstance)
                    .toList();
        }
    }
}
