package io.jenkins.plugins.erp.jenkins;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.erp.jenkins.form.Checks;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the descriptors of steps that work on an environment's hosts share. */
public abstract class EnvironmentStepDescriptor extends ErpStepDescriptor {
    EnvironmentStepDescriptor(String functionName) {
        super(functionName);
    }

    /** Whether the environment has a name that erp.yaml could have. */
    @POST
    public FormValidation doCheckEnvironment(
            @AncestorInPath Item item, @QueryParameter String value) {
        FormAccess.check(item);
        return Checks.environment(value);
    }

    /** SSH keys for hosts. */
    @POST
    public ListBoxModel doFillSshCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String sshCredentialsId) {
        return FormAccess.credentials(item, sshCredentialsId, SSHUserPrivateKey.class);
    }

    /** Secret files with known hosts. */
    @POST
    public ListBoxModel doFillKnownHostsCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String knownHostsCredentialsId) {
        return FormAccess.credentials(item, knownHostsCredentialsId, FileCredentials.class);
    }

    /** Whether the lines could be of a known_hosts file. */
    @POST
    public FormValidation doCheckKnownHosts(
            @AncestorInPath Item item, @QueryParameter String value) {
        FormAccess.check(item);
        return Checks.knownHosts(value);
    }
}
