package io.jenkins.plugins.erp.jenkins;

import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.jenkins.form.Checks;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.test.TestRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code erpTest}: runs pytest suites in the image. */
public final class ErpTestStep extends ErpStep {
    private static final long serialVersionUID = 1L;
    static final String NAME = "erpTest";

    private ArrayList<String> suites;
    private String image;
    private Double minimumCoverage;

    /** Nothing is required: erp.yaml says it all. */
    @DataBoundConstructor
    public ErpTestStep() {}

    /** Suites by name; null: all. */
    public List<String> getSuites() {
        return suites;
    }

    /** Suites by name; words of one text are taken one by one. */
    @DataBoundSetter
    public void setSuites(List<String> suites) {
        this.suites = Lists.orNull(Checks.words(suites));
    }

    /** Reference of the image; null: this commit's. */
    public String getImage() {
        return image;
    }

    /** Reference of the image. */
    @DataBoundSetter
    public void setImage(String image) {
        this.image = Util.fixEmptyAndTrim(image);
    }

    /** In percent; null: as erp.yaml says. */
    public Double getMinimumCoverage() {
        return minimumCoverage;
    }

    /** In percent. */
    @DataBoundSetter
    public void setMinimumCoverage(Double minimumCoverage) {
        this.minimumCoverage = minimumCoverage;
    }

    @Override
    String functionName() {
        return NAME;
    }

    @Override
    String label() {
        return suites == null
                ? Texts.of(ErpStep.class, NAME + ".label")
                : Texts.of(ErpStep.class, NAME + ".label.suites", String.join(", ", suites));
    }

    @Override
    OperationResult run(OperationContext context, StepCredentials credentials)
            throws ConfigException, OperationException, IOException, InterruptedException {
        TestRequest request =
                new TestRequest(
                        Lists.orEmpty(suites),
                        DockerImages.qualified(image, context.environment()),
                        Optional.ofNullable(minimumCoverage));
        return Operations.test(request, context);
    }

    /** The step's name, form and checks. */
    @Extension
    public static final class DescriptorImpl extends ErpStepDescriptor {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(NAME);
        }

        @Override
        List<String> shown() {
            return List.of("suites", "image");
        }

        /** Whether it could be an image. */
        @POST
        public FormValidation doCheckImage(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return Checks.image(value);
        }

        /** Whether it is a percentage. */
        @POST
        public FormValidation doCheckMinimumCoverage(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return Checks.number(value, 0, 100);
        }
    }
}
