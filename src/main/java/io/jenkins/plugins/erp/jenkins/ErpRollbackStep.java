package io.jenkins.plugins.erp.jenkins;

import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.deploy.MigrationPolicy;
import io.jenkins.plugins.erp.deploy.RollbackRequest;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** {@code erpRollback}: brings a former release back. */
public final class ErpRollbackStep extends ErpStep {
    private static final long serialVersionUID = 1L;
    static final String NAME = "erpRollback";

    private final String environment;
    private String release;
    private String migrations;
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

    /** What to do about migrations the release does not know; null: refuse. */
    public String getMigrations() {
        return migrations;
    }

    /** What to do about migrations the release does not know: refuse, keep, reverse or restore. */
    @DataBoundSetter
    public void setMigrations(String migrations) {
        String given = Util.fixEmptyAndTrim(migrations);
        this.migrations = MigrationPolicy.REFUSE.word().equals(given) ? null : given;
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
                ? Texts.of(ErpStep.class, NAME + ".label", environment)
                : Texts.of(ErpStep.class, NAME + ".label.release", environment, release);
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
                        policy(),
                        dryRun);
        return Operations.rollback(request, context);
    }

    private MigrationPolicy policy() throws ConfigException {
        if (migrations == null) {
            return MigrationPolicy.REFUSE;
        }
        for (MigrationPolicy policy : MigrationPolicy.values()) {
            if (policy.word().equals(migrations)) {
                return policy;
            }
        }
        throw new ConfigException(
                "erpRollback migrations: \""
                        + migrations
                        + "\" is none of refuse, keep, reverse and restore");
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

        /** Refuse, keep or reverse. */
        @POST
        public ListBoxModel doFillMigrationsItems(@AncestorInPath Item item) {
            FormAccess.check(item);
            ListBoxModel model = new ListBoxModel();
            for (MigrationPolicy policy : MigrationPolicy.values()) {
                model.add(Texts.of(ErpStep.class, "migrations." + policy.word()), policy.word());
            }
            return model;
        }
    }
}
