package io.jenkins.plugins.erp.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The health gate.
 *
 * @param path asked over HTTP, such as {@code /api/health/}
 * @param host value of the Host header, so that ALLOWED_HOSTS lets the probe in; empty for
 *     "localhost"
 * @param port that web listens on in its container
 * @param status expected, such as 200
 * @param json expected top-level members of a JSON answer, compared as text; empty: any body
 * @param timeout for the whole gate
 * @param interval between two rounds of probes
 * @param consecutive rounds that have to pass one after the other
 * @param celery whether workers are pinged
 */
public record HealthConfig(
        String path,
        Optional<String> host,
        int port,
        int status,
        Map<String, String> json,
        Duration timeout,
        Duration interval,
        int consecutive,
        boolean celery) {

    /** Used where nobody said otherwise. */
    public static final HealthConfig DEFAULT =
            new HealthConfig(
                    "/api/health/",
                    Optional.empty(),
                    8000,
                    200,
                    Map.of(),
                    Duration.ofSeconds(60),
                    Duration.ofMillis(500),
                    3,
                    true);
}
