package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steps of a Jenkins server: those that may be left out, and those that may not. */
final class OtherSteps {
    private static final Map<String, String> REFUSED =
            Map.of(
                    "build", "starting another job needs a Jenkins server",
                    "bat", "it needs a Windows agent; use sh",
                    "powershell", "it needs a Windows agent; use sh",
                    "git", "it would check out over your working copy; use checkout scm",
                    "load", "put the code into vars/ of a library",
                    "library", "the libraries are given with --library",
                    "ws", "everything runs in the working copy; use dir",
                    "step", "write the step by its own name, such as junit or archiveArtifacts",
                    "dockerNode", "steps run on this machine");

    private static final List<String> SAID =
            List.of(
                    "mail",
                    "emailext",
                    "slackSend",
                    "publishHTML",
                    "recordIssues",
                    "recordCoverage",
                    "publishCoverage",
                    "cobertura",
                    "publishChecks",
                    "setGitHubPullRequestStatus",
                    "updateGitlabCommitStatus");

    private OtherSteps() {}

    static List<StepDefinition> all() {
        List<StepDefinition> result = new ArrayList<>();
        REFUSED.forEach(
                (name, why) ->
                        result.add(
                                StepDefinition.lenient(
                                        name,
                                        call -> {
                                            throw new StepException(
                                                    "step \""
                                                            + name
                                                            + "\" is not run here: "
                                                            + why);
                                        })));
        for (String name : SAID) {
            result.add(
                    StepDefinition.lenient(
                            name,
                            call -> {
                                call.console().warn(name + ": left out, it needs a Jenkins server");
                                return null;
                            }));
        }
        return result;
    }
}
