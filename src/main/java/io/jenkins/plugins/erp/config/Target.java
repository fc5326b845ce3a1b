package io.jenkins.plugins.erp.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What runs the system's services on its hosts. */
public enum Target {
    /** Docker Compose, on each host by itself */
    @JsonProperty("compose")
    COMPOSE,
    /** a Docker swarm, whose manager the environment's one host is */
    @JsonProperty("swarm")
    SWARM
}
