package io.jenkins.plugins.erp.acceptance;

import java.util.List;

/** The pages that are looked at in a browser: each with a name for its picture. */
final class Pages {
    private Pages() {}

    /**
     * A page.
     *
     * @param name of its picture
     * @param path below Jenkins' root, without a leading slash
     * @param shows words that a person has to find on it
     */
    record Page(String name, String path, List<String> shows) {}

    /** Those of a Jenkins whose job has deployed with this build. */
    static List<Page> of(String job, int build) {
        String run = "job/" + job + "/" + build + "/";
        return List.of(
                new Page("deployments", "erp-deployments/", List.of("production")),
                new Page("job-deployments", "job/" + job + "/erp/", List.of("production")),
                new Page("run-operations", run + "erp/", List.of("production")),
                new Page("job", "job/" + job + "/", List.of(job)),
                new Page("run", run, List.of(job)),
                new Page("console", run + "console", List.of("erp")),
                new Page("artifacts", run + "artifact/", List.of("erp")),
                new Page("snippets", "job/" + job + "/pipeline-syntax/", List.of("Snippet")),
                new Page("job-configure", "job/" + job + "/configure", List.of("ERP")),
                new Page("configure", "manage/configure", List.of("ERP")),
                new Page("plugins", "manage/pluginManager/installed", List.of("ERP Pipeline")));
    }
}
