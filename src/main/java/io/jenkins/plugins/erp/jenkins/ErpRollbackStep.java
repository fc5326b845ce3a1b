package io.jenkins.plugins.erp.jenkins;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.deploy.RollbackRequest;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code erpRollback}: brings a former release back. */
public final class ErpRollbackStep extends ErpStep {
    private static final long serialVersionUID = 1L;
    static final String NAME = "erpRollback";

    private final String environment;
    private String release;
    private String sshCredentialsId;
    private boolean dryRun;

    /**
     * For an environment.
     *
     * @param environment name in erp.yaml
     */
    @DataBoundConstructor
    public ErpRollbackStep(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    /** Name in erp.yaml. */
    public String getEnvironment() {
        return environment;
    }

    /** Id in the host's ledger; null: the one before the current. */
    public String getRelease() {
        return release;
    }

    /** Id in the host's ledger. */
    @DataBoundSetter
    public void setRelease(String release) {
        this.release = Util.fixEmptyAndTrim(release);
    }

    /** SSH key for the hosts; null: the SSH client's agent and keys. */
    public String getSshCredentialsId() {
        return sshCredentialsId;
    }

    /** SSH key for the hosts. */
    @DataBoundSetter
    public void setSshCredentialsId(String sshCredentialsId) {
        this.sshCredentialsId = Util.fixEmptyAndTrim(sshCredentialsId);
    }

    /** Whether only the plan is printed. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Whether only the plan is printed. */
    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    @Override
    String functionName() {
        return NAME;
    }

    @Override
    String label() {
        return release == null
                ? Texts.of(NAME + ".label", environment)
                : Texts.of(NAME + ".label.release", environment, release);
    }

    @Override
    Optional<String> sshCredentials() {
        return Optional.ofNullable(sshCredentialsId);
    }

    @Override
    String resumeText() {
        return "resume.journal";
    }

    @Override
    OperationResult run(OperationContext context, StepCredentials credentials)
            throws ConfigException, OperationException, IOException, InterruptedException {
        RollbackRequest request =
                new RollbackRequest(
                        Required.environment(NAME, environment),
                        Optional.ofNullable(release),
                        dryRun);
        return Operations.rollback(request, context);
    }

    /** The step's name, form and checks. */
    @Extension
    public static final class DescriptorImpl extends EnvironmentStepDescriptor {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(NAME);
        }

        @Override
        List<String> shown() {
            return List.of("environment", "release");
        }
    }
}
