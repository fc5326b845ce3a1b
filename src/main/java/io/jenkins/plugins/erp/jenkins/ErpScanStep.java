package io.jenkins.plugins.erp.jenkins;

import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.jenkins.form.Checks;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.report.Severity;
import io.jenkins.plugins.erp.scan.ScanRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code erpScan}: runs code and dependency scanners. */
public final class ErpScanStep extends ErpStep {
    private static final long serialVersionUID = 1L;
    static final String NAME = "erpScan";

    private ArrayList<String> tools;
    private String image;
    private String failOn;

    /** Nothing is required: erp.yaml says it all. */
    @DataBoundConstructor
    public ErpScanStep() {}

    /** Scanners by name; null: those of erp.yaml. */
    public List<String> getTools() {
        return tools;
    }

    /** Scanners by name; words of one text are taken one by one. */
    @DataBoundSetter
    public void setTools(List<String> tools) {
        this.tools = Lists.orNull(Checks.words(tools));
    }

    /** Reference of the image whose tools are used; null: this commit's. */
    public String getImage() {
        return image;
    }

    /** Reference of the image whose tools are used. */
    @DataBoundSetter
    public void setImage(String image) {
        this.image = Util.fixEmptyAndTrim(image);
    }

    /** Mildest severity that fails, in lower case; null: as erp.yaml says. */
    public String getFailOn() {
        return failOn;
    }

    /** Mildest severity that fails. */
    @DataBoundSetter
    public void setFailOn(String failOn) {
        this.failOn = Util.fixEmptyAndTrim(failOn);
    }

    @Override
    String functionName() {
        return NAME;
    }

    @Override
    String label() {
        return tools == null
                ? Texts.of(ErpStep.class, NAME + ".label")
                : Texts.of(ErpStep.class, NAME + ".label.tools", String.join(", ", tools));
    }

    @Override
    OperationResult run(OperationContext context, StepCredentials credentials)
            throws ConfigException, OperationException, IOException, InterruptedException {
        ScanRequest request =
                new ScanRequest(
                        Lists.orEmpty(tools),
                        DockerImages.qualified(image, context.environment()),
                        severity());
        return Operations.scan(request, context);
    }

    private Optional<Severity> severity() throws ConfigException {
        if (failOn == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Severity.valueOf(failOn.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "erpScan failOn: \""
                            + failOn
                            + "\" is not a severity: write info, low, medium, high or critical",
                    e);
        }
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
            return List.of("tools", "failOn");
        }

        /** As erp.yaml says, or a severity. */
        @POST
        public ListBoxModel doFillFailOnItems(@AncestorInPath Item item) {
            FormAccess.check(item);
            ListBoxModel model = new ListBoxModel();
            model.add(Texts.of(ErpStep.class, "choice.erpYaml"), "");
            for (Severity severity : Severity.values()) {
                String name = severity.name().toLowerCase(Locale.ROOT);
                model.add(Texts.of(ErpStep.class, "severity." + name), name);
            }
            return model;
        }

        /** Whether it could be an image. */
        @POST
        public FormValidation doCheckImage(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return Checks.image(value);
        }
    }
}
