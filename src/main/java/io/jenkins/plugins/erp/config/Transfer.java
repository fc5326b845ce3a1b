package io.jenkins.plugins.erp.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the system's own image comes to the hosts. */
public enum Transfer {
    /** each host pulls it */
    @JsonProperty("registry")
    REGISTRY,
    /** sent over the SSH connection from the engine it was built on */
    @JsonProperty("ssh")
    SSH
}
