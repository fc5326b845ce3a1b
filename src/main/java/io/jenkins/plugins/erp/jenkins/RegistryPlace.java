package io.jenkins.plugins.erp.jenkins;

import hudson.Util;
import io.jenkins.plugins.erp.docker.RegistryAddress;
import java.io.Serializable;
import java.util.Optional;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;

/** A registry as Docker's other plugins name it, in a form that is saved with a running build. */
final class RegistryPlace implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String url;
    private final String credentialsId;

    private RegistryPlace(String url, String credentialsId) {
        this.url = url;
        this.credentialsId = credentialsId;
    }

    /** Null where nothing is named. */
    static RegistryPlace of(DockerRegistryEndpoint endpoint) {
        if (endpoint == null) {
            return null;
        }
        String url = Util.fixEmptyAndTrim(endpoint.getUrl());
        String id = Util.fixEmptyAndTrim(endpoint.getCredentialsId());
        return url == null && id == null ? null : new RegistryPlace(url, id);
    }

    DockerRegistryEndpoint toEndpoint() {
        return new DockerRegistryEndpoint(url, credentialsId);
    }

    /** Null for none. */
    String credentialsId() {
        return credentialsId;
    }

    /**
     * Host and port; empty where no URL is given.
     *
     * @throws IllegalArgumentException when it is no URL of a registry
     */
    Optional<String> server() {
        return url == null ? Optional.empty() : Optional.of(RegistryAddress.ofUrl(url));
    }
}
