package io.jenkins.plugins.erp.jenkins.settings;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.util.Arrays;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** An image registry, and the login for every image that comes from it. */
public final class RegistrySettings implements Describable<RegistrySettings> {
    private final String name;
    private String url;
    private String credentialsId;

    /**
     * Of that name.
     *
     * @param name for people
     */
    @DataBoundConstructor
    public RegistrySettings(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    /** For people. */
    public String getName() {
        return name;
    }

    /** Host, with a port where it has one: what stands before the first slash of an image. */
    public String getUrl() {
        return url;
    }

    /** Host, with a port where it has one. */
    @DataBoundSetter
    public void setUrl(String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    /** User name and password. */
    public String getCredentialsId() {
        return credentialsId;
    }

    /** User name and password. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** All it says, to be compared. */
    List<Object> said() {
        return Arrays.asList(name, url, credentialsId);
    }

    /** The form and its checks. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<RegistrySettings> {
        @Override
        public String getDisplayName() {
            return Texts.of(RegistrySettings.class, "registry.displayName");
        }

        /** Whether there is a name. */
        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.required(value);
        }

        /** Whether it is a host. */
        @POST
        public FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.registry(value);
        }

        /** User names and passwords. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String credentialsId) {
            return FormAccess.credentials(
                    item, credentialsId, StandardUsernamePasswordCredentials.class);
        }

        /** Asks the registry whether it is one and takes the login. */
        @POST
        public FormValidation doTryRegistry(
                @AncestorInPath Item item,
                @QueryParameter String url,
                @QueryParameter String credentialsId) {
            return RegistryCheck.run(item, url, credentialsId);
        }
    }
}
