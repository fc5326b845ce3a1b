package io.jenkins.plugins.erp.jenkins;

import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.deploy.MigrationPolicy;
import io.jenkins.plugins.erp.deploy.RollbackRequest;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
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
public final class ErpRollbackStep extends EnvironmentStep {
    private static final long serialVersionUID = 1L;
    static final String NAME = "erpRollback";

    private String release;
    private String migrations;
    private boolean dryRun;

    /**
     * For an environment.
     *
     * @param environment name in erp.yaml
     */
    @DataBoundConstructor
    public ErpRollbackStep(String environment) {
        super(environment);
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
                ? Texts.of(ErpStep.class, NAME + ".label", getEnvironment())
                : Texts.of(ErpStep.class, NAME + ".label.release", getEnvironment(), release);
    }

    @Override
    boolean onlyShows() {
        return dryRun;
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
                        Required.environment(NAME, getEnvironment()),
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
