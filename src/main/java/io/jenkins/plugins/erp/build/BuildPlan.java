package io.jenkins.plugins.erp.build;

import io.jenkins.plugins.erp.config.BuildConfig;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.docker.ImageBuild;
import io.jenkins.plugins.erp.docker.ImageReference;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is going to be built, decided before anything runs.
 *
 * @param image the system's image
 * @param test the image with the test tools, tagged {@code <tag>-test}; never pushed
 * @param push whether the image goes to its registry
 * @param secrets variables of the builder that hold BuildKit secrets, with their values
 */
record BuildPlan(
        ImageBuild image, Optional<ImageBuild> test, boolean push, Map<String, String> secrets) {

    /**
     * Decides.
     *
     * @param workspace absolute path of the workspace
     * @param environment variables of the build, where secrets are looked up
     * @throws ConfigException naming what cannot be
     */
    static BuildPlan of(
            BuildRequest request,
            ErpConfig config,
            Source source,
            String workspace,
            Map<String, String> environment,
            Instant now)
            throws ConfigException {
        BuildConfig build = config.build();
        List<String> further = new ArrayList<>(request.tags());
        further.addAll(build.tags());
        List<ImageReference> names = ImageNames.all(config.image(), source, further);
        boolean push = request.push().orElse(build.push());
        if (build.platforms().size() > 1 && !push) {
            throw new ConfigException(
                    "build: {platforms: "
                            + build.platforms()
                            + "} cannot be kept on this machine: push it, or build for one platform");
        }
        Map<String, String> secrets = new TreeMap<>();
        for (Map.Entry<String, String> secret : build.secrets().entrySet()) {
            String value = environment.get(secret.getValue());
            if (value == null || value.isEmpty()) {
                throw new ConfigException(
                        "build: {secrets: {"
                                + secret.getKey()
                                + ": "
                                + secret.getValue()
                                + "}}: the variable "
                                + secret.getValue()
                                + " is not set; wrap the step in withCredentials, or set it");
            }
            secrets.put(secret.getValue(), value);
        }
        Map<String, String> args = new LinkedHashMap<>(build.args());
        args.putAll(request.args());
        String context = join(workspace, build.context());
        boolean several = build.platforms().size() > 1;
        ImageBuild image =
                new ImageBuild(
                        context,
                        join(context, build.dockerfile()),
                        request.target().or(build::target),
                        names,
                        args,
                        labels(config, source, further, now),
                        build.secrets(),
                        build.platforms(),
                        build.pull(),
                        several,
                        Optional.empty(),
                        build.timeout());
        Optional<ImageBuild> test =
                config.test()
                        .target()
                        .map(
                                stage ->
                                        new ImageBuild(
                                                image.context(),
                                                image.dockerfile(),
                                                Optional.of(stage),
                                                List.of(ImageNames.testImage(names.get(0))),
                                                image.args(),
                                                image.labels(),
                                                image.secrets(),
                                                List.of(),
                                                image.pull(),
                                                false,
                                                Optional.empty(),
                                                image.timeout()));
        return new BuildPlan(image, test, push, secrets);
    }

    /**
     * Labels with the keys of the <a
     * href="https://github.com/opencontainers/image-spec/blob/main/annotations.md">OCI image
     * specification</a>.
     */
    private static Map<String, String> labels(
            ErpConfig config, Source source, List<String> further, Instant now) {
        Map<String, String> labels = new LinkedHashMap<>();
        String prefix = "org.opencontainers.image.";
        labels.put(prefix + "title", config.app());
        labels.put(prefix + "created", now.truncatedTo(ChronoUnit.SECONDS).toString());
        labels.put(
                prefix + "version",
                further.isEmpty() ? ImageNames.commitTag(source) : further.get(0));
        source.commit()
                .ifPresent(
                        c -> labels.put(prefix + "revision", c + (source.dirty() ? "-dirty" : "")));
        source.url().ifPresent(u -> labels.put(prefix + "source", u));
        source.branch().ifPresent(b -> labels.put("io.jenkins.plugins.erp.branch", b));
        return labels;
    }

    private static String join(String directory, String relative) {
        return relative.equals(".") ? directory : directory + "/" + relative;
    }
}
