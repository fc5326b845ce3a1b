package io.jenkins.plugins.erp.jenkins;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.deploy.DeployRequest;
import io.jenkins.plugins.erp.jenkins.form.Checks;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code erpDeploy}: brings a release to an environment's hosts without an outage. */
public final class ErpDeployStep extends EnvironmentStep {
    private static final long serialVersionUID = 1L;
    static final String NAME = "erpDeploy";

    private String image;
    private String envFileCredentialsId;
    private String registryCredentialsId;
    private RegistryPlace registry;
    private boolean dryRun;

    /**
     * For an environment.
     *
     * @param environment name in erp.yaml
     */
    @DataBoundConstructor
    public ErpDeployStep(String environment) {
        super(environment);
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

    /** A secret file or text in dotenv syntax; null: the environment's file in the workspace. */
    public String getEnvFileCredentialsId() {
        return envFileCredentialsId;
    }

    /** A secret file or text in dotenv syntax. */
    @DataBoundSetter
    public void setEnvFileCredentialsId(String envFileCredentialsId) {
        this.envFileCredentialsId = Util.fixEmptyAndTrim(envFileCredentialsId);
    }

    /** User name and password for the registry, used on the hosts. */
    public String getRegistryCredentialsId() {
        return registryCredentialsId;
    }

    /** User name and password for the registry, used on the hosts. */
    @DataBoundSetter
    public void setRegistryCredentialsId(String registryCredentialsId) {
        this.registryCredentialsId = Util.fixEmptyAndTrim(registryCredentialsId);
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
        return Texts.of(ErpStep.class, NAME + ".label", getEnvironment());
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
        String environment = Required.environment(NAME, getEnvironment());
        Optional<String> wanted = DockerImages.qualified(image, context.environment());
        DeployRequest request =
                new DeployRequest(
                        environment,
                        wanted,
                        credentials.envFile(
                                envFileCredentialsId, context.config().environment(environment)),
                        credentials.registry(
                                registryCredentialsId,
                                registry,
                                wanted.orElse(context.config().image())),
                        dryRun);
        return Operations.deploy(request, context);
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
            return List.of("environment", "image");
        }

        /** Secret files and texts. */
        @POST
        public ListBoxModel doFillEnvFileCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String envFileCredentialsId) {
            return FormAccess.credentials(
                    item, envFileCredentialsId, FileCredentials.class, StringCredentials.class);
        }

        /** User names and passwords. */
        @POST
        public ListBoxModel doFillRegistryCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String registryCredentialsId) {
            return FormAccess.credentials(
                    item, registryCredentialsId, StandardUsernamePasswordCredentials.class);
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
