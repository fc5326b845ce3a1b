package io.jenkins.plugins.erp.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.erp.report.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * {@code erp.yaml} as it is written: every key may be absent, which is {@code null} here. The JSON
 * Schema {@code erp.schema.json} says the same, and a test holds the two together.
 */
record ErpFile(
        String app,
        String image,
        List<String> compose,
        Map<Role, List<String>> roles,
        List<String> requiredEnv,
        BuildSection build,
        HealthSection health,
        TestSection test,
        ScanSection scan,
        EnvironmentSection deploy,
        Map<String, JsonNode> environments) {

    record BuildSection(
            String context,
            String dockerfile,
            String target,
            Map<String, String> args,
            Map<String, String> secrets,
            List<String> platforms,
            List<String> tags,
            Boolean push,
            Boolean pull,
            Duration timeout) {}

    record HealthSection(
            String path,
            String host,
            Integer port,
            Integer status,
            Map<String, String> json,
            Duration timeout,
            Duration interval,
            Integer consecutive,
            Boolean celery) {}

    record TestSection(
            String target,
            Map<String, SuiteSection> suites,
            List<String> services,
            Map<String, String> env,
            CoverageSection coverage) {}

    record SuiteSection(WordList args, List<String> paths, Boolean services, Duration timeout) {}

    record CoverageSection(Double minimum, Double branches, String source) {}

    record ScanSection(
            List<String> tools,
            Severity failOn,
            String baseline,
            List<String> paths,
            ScanConfig.Where where,
            String target,
            Duration timeout) {}

    /**
     * Under {@code deploy}: for every environment; under {@code environments.NAME}: for that one.
     */
    record EnvironmentSection(
            Boolean production,
            List<HostAddress> hosts,
            String path,
            String project,
            List<String> compose,
            String envFile,
            List<String> requiredEnv,
            String knownHosts,
            Boolean acceptNewHostKey,
            String sshKey,
            HealthSection health,
            Strategy strategy,
            Duration warm,
            Boolean backup,
            Boolean migrate,
            Boolean collectstatic,
            Boolean superuser,
            Duration observe,
            Duration drain,
            Duration migrateTimeout,
            Duration lockTimeout,
            Duration lockWait,
            Integer maxParallel,
            Integer keepReleases,
            ByteSize minimumFreeDisk,
            MigrationsSection migrations,
            CodeMounts codeMounts,
            Transfer transfer,
            Target target) {

        static final EnvironmentSection EMPTY =
                new EnvironmentSection(
                        null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null, null, null, null);
    }

    /** {@code migrations}. */
    record MigrationsSection(MigrationsConfig.Policy policy, List<String> allow) {}

    /** Words written as one string, split as a shell would, or as a list. */
    record WordList(List<String> words) {}

    /** A size in bytes. */
    record ByteSize(long bytes) {}
}
