package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a step runs; each block makes its own.
 *
 * @param directory working directory
 * @param environment variables set by enclosing blocks
 * @param branch name of the parallel branch, or empty
 * @param stage the innermost stage, or null outside of all
 */
record Context(Path directory, Map<String, String> environment, String branch, StageRun stage) {

    Context in(Path other) {
        return new Context(other, environment, branch, stage);
    }

    Context with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return new Context(directory, Map.copyOf(all), branch, stage);
    }

    Context on(String name) {
        return new Context(
                directory, environment, branch.isEmpty() ? name : branch + "/" + name, stage);
    }

    Context at(StageRun other) {
        return new Context(directory, environment, branch, other);
    }
}
