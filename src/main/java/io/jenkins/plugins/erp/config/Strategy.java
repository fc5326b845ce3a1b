package io.jenkins.plugins.erp.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How web is moved to a new release. */
public enum Strategy {
    /** new replicas beside the old, the proxy moved, the old drained */
    @JsonProperty("rolling")
    ROLLING,
    /** as rolling, the old ones kept running for a while, so that a rollback is one move */
    @JsonProperty("blueGreen")
    BLUE_GREEN,
    /** stopped, then started: for stacks that cannot run twice */
    @JsonProperty("recreate")
    RECREATE
}
