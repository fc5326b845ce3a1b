package io.jenkins.plugins.erp.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody outside the project, such as an administrator, says of an environment. It stands
 * where the environment's own section in erp.yaml says nothing, and makes the environment where
 * erp.yaml does not have it.
 *
 * @param hosts empty: nothing is said of them
 * @param path directory on each host; empty: nothing is said of it
 */
public record FurtherEnvironment(List<HostAddress> hosts, Optional<String> path) {
    /** Says nothing. */
    public static final FurtherEnvironment EMPTY =
            new FurtherEnvironment(List.of(), Optional.empty());

    /** Copies. */
    public FurtherEnvironment {
        hosts = List.copyOf(hosts);
    }

    /** Where they come from; asked once the system's name is known. */
    @FunctionalInterface
    public interface Source {
        /** Nobody says anything. */
        Source NONE = app -> Map.of();

        /**
         * By name of the environment.
         *
         * @param app name of the system
         */
        Map<String, FurtherEnvironment> of(String app);
    }
}
