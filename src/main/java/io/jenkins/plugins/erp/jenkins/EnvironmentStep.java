package io.jenkins.plugins.erp.jenkins;

import hudson.Util;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundSetter;

/** What the steps share that work on an environment's hosts: which, and how they are reached. */
public abstract class EnvironmentStep extends ErpStep {
    private static final long serialVersionUID = 1L;

    private final String environment;
    private String sshCredentialsId;
    private String knownHosts;
    private String knownHostsCredentialsId;

    EnvironmentStep(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    /** Name in erp.yaml. */
    public String getEnvironment() {
        return environment;
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

    /** Lines as in a known_hosts file; null: the environment's file, or the SSH client's own. */
    public String getKnownHosts() {
        return knownHosts;
    }

    /** Lines as in a known_hosts file. */
    @DataBoundSetter
    public void setKnownHosts(String knownHosts) {
        this.knownHosts = Util.fixEmptyAndTrim(knownHosts);
    }

    /** A secret file with such lines. */
    public String getKnownHostsCredentialsId() {
        return knownHostsCredentialsId;
    }

    /** A secret file with such lines. */
    @DataBoundSetter
    public void setKnownHostsCredentialsId(String knownHostsCredentialsId) {
        this.knownHostsCredentialsId = Util.fixEmptyAndTrim(knownHostsCredentialsId);
    }

    @Override
    Optional<EnvironmentStep> onEnvironment() {
        return Optional.of(this);
    }
}
