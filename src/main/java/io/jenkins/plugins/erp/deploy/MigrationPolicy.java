package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a rollback does when the database has migrations that the target release does not know. */
public enum MigrationPolicy {
    /** nothing is done, and it is said which they are */
    @JsonProperty("refuse")
    REFUSE,
    /** they stay: right when they only added what the older code does not mind */
    @JsonProperty("keep")
    KEEP,
    /** they are run backwards with the newer image, after the older code has taken over */
    @JsonProperty("reverse")
    REVERSE,
    /**
     * the backup taken before the release that is left is put in place of the database; what was
     * written since is lost
     */
    @JsonProperty("restore")
    RESTORE;

    /** The word. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
