package io.jenkins.plugins.erp.runner.sim;

import io.jenkins.plugins.erp.text.Digests;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image.
 *
 * @param id such as {@code sha256:...}
 * @param digest the registry's
 * @param labels of the image
 * @param app the ERP system in it; empty for other images
 */
public record SimImage(String id, String digest, Map<String, String> labels, Optional<App> app) {

    /** What is wrong with a build of the ERP system. */
    public enum Defect {
        NONE,
        /** ends at its start */
        CRASH,
        /** runs, and answers its health path with 500 */
        UNHEALTHY,
        /** its last migration fails */
        MIGRATION
    }

    /**
     * A build of the ERP system.
     *
     * @param version as it tells in its health answer
     * @param migrations that its code has, {@code app.name}, in the order they apply
     * @param defect what is wrong with it
     */
    public record App(String version, List<String> migrations, Defect defect) {
        /** Its static files: a version with a suffix has some of its own, the others are alike. */
        String statics() {
            return version.contains("-") ? version : "plain";
        }
    }

    /** Its layers, from the lowest; builds of the ERP system have all but the last in common. */
    List<String> layers() {
        return app.isPresent()
                ? List.of(
                        "sha256:" + Digests.sha256("python"),
                        "sha256:" + Digests.sha256("requirements"),
                        "sha256:" + Digests.sha256("code " + id))
                : List.of("sha256:" + Digests.sha256("layer " + id));
    }

    /** An image of the ERP system; the same app gives the same image. */
    public static SimImage of(App app) {
        return new SimImage(
                "sha256:" + Digests.sha256("image " + app),
                "sha256:" + Digests.sha256("manifest " + app),
                Map.of("org.opencontainers.image.version", app.version()),
                Optional.of(app));
    }

    /** An image that anybody can pull. */
    static SimImage of(String reference) {
        return new SimImage(
                "sha256:" + Digests.sha256("image " + reference),
                "sha256:" + Digests.sha256("manifest " + reference),
                Map.of(),
                Optional.empty());
    }
}
