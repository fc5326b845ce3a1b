package io.jenkins.plugins.erp.jenkins.settings;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.jenkins.form.Checks;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * An environment as an administrator or the owner of a job describes it: where it runs, with which
 * credentials, and who may deploy to it.
 */
public final class EnvironmentSettings implements Describable<EnvironmentSettings> {
    private final String name;
    private String app;
    private List<String> hosts;
    private String path;
    private String knownHosts;
    private String sshCredentialsId;
    private String registryCredentialsId;
    private String envFileCredentialsId;
    private List<String> deployers;
    private boolean automatic;

    /**
     * Of that name.
     *
     * @param name as a step calls it
     */
    @DataBoundConstructor
    public EnvironmentSettings(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    /** As a step calls it. */
    public String getName() {
        return name;
    }

    /** The only system it is about; null: every one. */
    public String getApp() {
        return app;
    }

    /** The only system it is about. */
    @DataBoundSetter
    public void setApp(String app) {
        this.app = Util.fixEmptyAndTrim(app);
    }

    /** Addresses, [user@]host[:port]; null: as erp.yaml says. */
    public List<String> getHosts() {
        return Words.copy(hosts);
    }

    /** Addresses, [user@]host[:port]; also several in one text. */
    @DataBoundSetter
    public void setHosts(List<String> hosts) {
        this.hosts = Words.orNull(hosts);
    }

    /** Directory on each host; null: as erp.yaml says. */
    public String getPath() {
        return path;
    }

    /** Directory on each host. */
    @DataBoundSetter
    public void setPath(String path) {
        this.path = Util.fixEmptyAndTrim(path);
    }

    /** Lines of a known_hosts file; null: as erp.yaml says. */
    public String getKnownHosts() {
        return knownHosts;
    }

    /** Lines of a known_hosts file. */
    @DataBoundSetter
    public void setKnownHosts(String knownHosts) {
        this.knownHosts = Util.fixEmptyAndTrim(knownHosts);
    }

    /** SSH key for the hosts, where a step names none. */
    public String getSshCredentialsId() {
        return sshCredentialsId;
    }

    /** SSH key for the hosts. */
    @DataBoundSetter
    public void setSshCredentialsId(String sshCredentialsId) {
        this.sshCredentialsId = Util.fixEmptyAndTrim(sshCredentialsId);
    }

    /** User name and password for the registry, where a step names none. */
    public String getRegistryCredentialsId() {
        return registryCredentialsId;
    }

    /** User name and password for the registry. */
    @DataBoundSetter
    public void setRegistryCredentialsId(String registryCredentialsId) {
        this.registryCredentialsId = Util.fixEmptyAndTrim(registryCredentialsId);
    }

    /** A secret file or text in dotenv syntax, where a step names none. */
    public String getEnvFileCredentialsId() {
        return envFileCredentialsId;
    }

    /** A secret file or text in dotenv syntax. */
    @DataBoundSetter
    public void setEnvFileCredentialsId(String envFileCredentialsId) {
        this.envFileCredentialsId = Util.fixEmptyAndTrim(envFileCredentialsId);
    }

    /** Ids of users, and groups with an @ before them, who may deploy; null: whoever may at all. */
    public List<String> getDeployers() {
        return Words.copy(deployers);
    }

    /** Ids of users and groups; also several in one text. */
    @DataBoundSetter
    public void setDeployers(List<String> deployers) {
        this.deployers = Words.orNull(deployers);
    }

    /** Whether a build that no person asked for may deploy where deployers are named. */
    public boolean isAutomatic() {
        return automatic;
    }

    /** Whether a build that no person asked for may deploy where deployers are named. */
    @DataBoundSetter
    public void setAutomatic(boolean automatic) {
        this.automatic = automatic;
    }

    /** Whether it is about a system of that name. */
    boolean isFor(String system) {
        return app == null || app.equals(system);
    }

    /** The addresses that can be read; the form says which cannot. */
    List<HostAddress> addresses() {
        List<HostAddress> addresses = new ArrayList<>();
        for (String host : Words.orEmpty(hosts)) {
            try {
                addresses.add(HostAddress.parse(host));
            } catch (IllegalArgumentException e) {
                // told by the form's check and by the deploy, which has no such host
            }
        }
        return addresses;
    }

    /** All it says, to be compared. */
    List<Object> said() {
        return Arrays.asList(
                name,
                app,
                hosts,
                path,
                knownHosts,
                sshCredentialsId,
                registryCredentialsId,
                envFileCredentialsId,
                deployers,
                automatic);
    }

    /** The form and its checks. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<EnvironmentSettings> {
        @Override
        public String getDisplayName() {
            return Texts.of(EnvironmentSettings.class, "environment.displayName");
        }

        /** A list as its field shows it, a line each. */
        public String lines(List<String> words) {
            return Words.lines(words);
        }

        /** A list as its field shows it. */
        public String join(List<String> words) {
            return Words.join(words);
        }

        /** Whether it could be a name in erp.yaml. */
        @POST
        public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return Checks.environment(value);
        }

        /** Whether it could be a system's name. */
        @POST
        public FormValidation doCheckApp(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.app(value);
        }

        /** Whether all are addresses. */
        @POST
        public FormValidation doCheckHosts(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.hosts(value);
        }

        /** Whether it is an absolute directory. */
        @POST
        public FormValidation doCheckPath(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.path(value);
        }

        /** Whether the lines could be those of a known_hosts file. */
        @POST
        public FormValidation doCheckKnownHosts(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.knownHosts(value);
        }

        /** Whether the names could be those of people and groups. */
        @POST
        public FormValidation doCheckDeployers(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.people(value);
        }

        /** SSH keys. */
        @POST
        public ListBoxModel doFillSshCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String sshCredentialsId) {
            return FormAccess.credentials(item, sshCredentialsId, SSHUserPrivateKey.class);
        }

        /** User names and passwords. */
        @POST
        public ListBoxModel doFillRegistryCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String registryCredentialsId) {
            return FormAccess.credentials(
                    item, registryCredentialsId, StandardUsernamePasswordCredentials.class);
        }

        /** Secret files and texts. */
        @POST
        public ListBoxModel doFillEnvFileCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String envFileCredentialsId) {
            return FormAccess.credentials(
                    item, envFileCredentialsId, FileCredentials.class, StringCredentials.class);
        }

        /** Connects to each host as a deploy would, and asks for its engine. */
        @POST
        public FormValidation doTryHosts(
                @AncestorInPath Item item,
                @QueryParameter String hosts,
                @QueryParameter String knownHosts,
                @QueryParameter String sshCredentialsId) {
            return HostCheck.run(item, hosts, knownHosts, sshCredentialsId);
        }
    }
}
