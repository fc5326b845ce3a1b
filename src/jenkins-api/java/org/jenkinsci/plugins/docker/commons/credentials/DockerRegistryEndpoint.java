package org.jenkinsci.plugins.docker.commons.credentials;

import hudson.model.AbstractDescribableImpl;

public class DockerRegistryEndpoint extends AbstractDescribableImpl<DockerRegistryEndpoint> {
    private final String url;
    private final String credentialsId;

    public DockerRegistryEndpoint(String url, String credentialsId) {
        this.url = url;
        this.credentialsId = credentialsId;
    }

    public String getUrl() {
        return url;
    }

    public String getCredentialsId() {
        return credentialsId;
    }
}
