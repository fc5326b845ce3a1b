package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to be run.
 *
 * @param jenkinsfile the file
 * @param workspace the working copy, absolute
 * @param state directory for what a build keeps: archived files, stashes, the last result
 * @param libraries directories with {@code vars/} and maybe {@code src/} and {@code resources/}
 * @param parameters given by the person, by name
 * @param environment variables of the build (PATH, HOME, BRANCH_NAME, GIT_COMMIT, BUILD_NUMBER...)
 */
public record RunRequest(
        Path jenkinsfile,
        Path workspace,
        Path state,
        List<Path> libraries,
        Map<String, String> parameters,
        Map<String, String> environment) {

    /** Copies what could change. */
    public RunRequest {
        libraries = List.copyOf(libraries);
        parameters = Map.copyOf(parameters);
        environment = Map.copyOf(environment);
    }
}
