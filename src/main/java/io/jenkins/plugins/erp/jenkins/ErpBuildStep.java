package io.jenkins.plugins.erp.jenkins;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.build.BuildRequest;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.jenkins.form.Checks;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code erpBuild}: builds, tags and pushes the image. */
public final class ErpBuildStep extends ErpStep {
    private static final long serialVersionUID = 1L;
    static final String NAME = "erpBuild";

    private ArrayList<String> tags;
    private LinkedHashMap<String, String> args;
    private String target;
    private Boolean push;
    private String registryCredentialsId;
    private RegistryPlace registry;

    /** Nothing is required: erp.yaml says it all. */
    @DataBoundConstructor
    public ErpBuildStep() {}

    /** Further tags. */
    public List<String> getTags() {
        return tags;
    }

    /** Further tags; words of one text are taken one by one. */
    @DataBoundSetter
    public void setTags(List<String> tags) {
        this.tags = Lists.orNull(Checks.words(tags));
    }

    /** Further build arguments by name; null: only those of erp.yaml. */
    public Map<String, String> getArgs() {
        return args;
    }

    /** Further build arguments by name, such as {@code args: [PYTHON: '3.12']}. */
    @DataBoundSetter
    public void setArgs(Map<String, String> args) {
        this.args = Lists.texts(args);
    }

    /** Stage of the Dockerfile. */
    public String getTarget() {
        return target;
    }

    /** Stage of the Dockerfile. */
    @DataBoundSetter
    public void setTarget(String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    /** Whether to push; null: as erp.yaml says. */
    public Boolean getPush() {
        return push;
    }

    /** Whether to push. */
    @DataBoundSetter
    public void setPush(Boolean push) {
        this.push = push;
    }

    /** User name and password for the registry. */
    public String getRegistryCredentialsId() {
        return registryCredentialsId;
    }

    /** User name and password for the registry. */
    @DataBoundSetter
    public void setRegistryCredentialsId(String registryCredentialsId) {
        this.registryCredentialsId = Util.fixEmptyAndTrim(registryCredentialsId);
    }

    /** The registry as Docker's other plugins name it; null: registryCredentialsId, or none. */
    public DockerRegistryEndpoint getRegistry() {
        return registry == null ? null : registry.toEndpoint();
    }

    /** The registry as Docker's other plugins name it: {@code [url: ..., credentialsId: ...]}. */
    @DataBoundSetter
    public void setRegistry(DockerRegistryEndpoint registry) {
        this.registry = RegistryPlace.of(registry);
    }

    @Override
    String functionName() {
        return NAME;
    }

    @Override
    String label() {
        return Texts.of(ErpStep.class, NAME + ".label");
    }

    @Override
    OperationResult run(OperationContext context, StepCredentials credentials)
            throws ConfigException, OperationException, IOException, InterruptedException {
        BuildRequest request =
                new BuildRequest(
                        Lists.orEmpty(tags),
                        args == null ? Map.of() : Map.copyOf(args),
                        Optional.ofNullable(target),
                        Optional.ofNullable(push),
                        credentials.registry(
                                registryCredentialsId, registry, context.config().image()));
        return Operations.build(request, context);
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
            return List.of("tags", "target");
        }

        /** User names and passwords. */
        @POST
        public ListBoxModel doFillRegistryCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String registryCredentialsId) {
            return FormAccess.credentials(
                    item, registryCredentialsId, StandardUsernamePasswordCredentials.class);
        }

        /** Whether all tags could be tags. */
        @POST
        public FormValidation doCheckTags(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            for (String tag : Checks.words(List.of(value))) {
                if (!io.jenkins.plugins.erp.docker.ImageReference.isTag(tag)) {
                    return FormValidation.error(Texts.of(ErpStep.class, "check.tag", tag));
                }
            }
            return FormValidation.ok();
        }
    }
}
