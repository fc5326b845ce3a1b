package io.jenkins.plugins.erp.jenkins;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.health.HealthRequest;
import io.jenkins.plugins.erp.jenkins.form.Checks;
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
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code erpHealth}: asks containers, HTTP, database, cache and workers. */
public final class ErpHealthStep extends EnvironmentStep {
    private static final long serialVersionUID = 1L;
    static final String NAME = "erpHealth";

    private Integer consecutive;

    /**
     * For an environment.
     *
     * @param environment name in erp.yaml
     */
    @DataBoundConstructor
    public ErpHealthStep(String environment) {
        super(environment);
    }

    /** Rounds that have to pass one after the other; null: as erp.yaml says. */
    public Integer getConsecutive() {
        return consecutive;
    }

    /** Rounds that have to pass one after the other. */
    @DataBoundSetter
    public void setConsecutive(Integer consecutive) {
        this.consecutive = consecutive;
    }

    @Override
    String functionName() {
        return NAME;
    }

    @Override
    String label() {
        return Texts.of(ErpStep.class, NAME + ".label", getEnvironment());
    }

    @Override
    OperationResult run(OperationContext context, StepCredentials credentials)
            throws ConfigException, OperationException, IOException, InterruptedException {
        if (consecutive != null && consecutive < 1) {
            throw new ConfigException("erpHealth consecutive: " + consecutive + " is less than 1");
        }
        HealthRequest request =
                new HealthRequest(
                        Required.environment(NAME, getEnvironment()),
                        Optional.ofNullable(consecutive));
        return Operations.health(request, context);
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
            return List.of("environment");
        }

        /** Whether it is a number of rounds. */
        @POST
        public FormValidation doCheckConsecutive(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return Checks.number(value, 1, 1000);
        }
    }
}
