package io.jenkins.plugins.erp.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a mount that lays the host's source directory over the image's code. */
public enum CodeMounts {
    /** the deploy is refused: what runs would not be what was built and tested */
    @JsonProperty("refuse")
    REFUSE,
    /** left out of the release, whose code is the image's */
    @JsonProperty("drop")
    DROP
}
