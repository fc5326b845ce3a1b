package io.jenkins.plugins.erp.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a deploy does about migrations that would break the release that serves meanwhile.
 *
 * @param policy for all but those allowed
 * @param allow migrations, {@code app.name}, that somebody has looked at: they are told and no more
 */
public record MigrationsConfig(Policy policy, List<String> allow) {
    /** Where erp.yaml says nothing. */
    public static final MigrationsConfig DEFAULT = new MigrationsConfig(Policy.WARN, List.of());

    /** Copies. */
    public MigrationsConfig {
        allow = List.copyOf(allow);
    }

    /** What is done about them. */
    public enum Policy {
        /** they are told, and applied */
        @JsonProperty("warn")
        WARN,
        /** the deploy ends before anything is changed */
        @JsonProperty("refuse")
        REFUSE,
        /** they are applied behind a maintenance page */
        @JsonProperty("maintenance")
        MAINTENANCE;

        /** The word in erp.yaml. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
