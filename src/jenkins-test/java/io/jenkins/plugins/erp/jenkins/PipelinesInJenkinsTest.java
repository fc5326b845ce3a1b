package io.jenkins.plugins.erp.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.util.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps in declarative and scripted Pipelines, as the snippet generator writes them. */
@WithJenkins
class PipelinesInJenkinsTest {
    private static final String SECRET = "s3cr3t-value-of-the-env-file";

    @Test
    void theSnippetGeneratorWritesEachStepShort() throws Exception {
        ErpDeployStep deploy = new ErpDeployStep("production");
        deploy.setEnvFileCredentialsId("production-env");
        deploy.setDryRun(true);
        ErpTestStep test = new ErpTestStep();
        test.setSuites(List.of("unit", "e2e"));
        test.setMinimumCoverage(80.5);

        assertThat(Snippetizer.object2Groovy(new ErpBuildStep())).isEqualTo("erpBuild()");
        assertThat(Snippetizer.object2Groovy(new ErpHealthStep("staging")))
                .isEqualTo("erpHealth 'staging'");
        assertThat(Snippetizer.object2Groovy(deploy))
                .isEqualTo(
                        "erpDeploy dryRun: true, envFileCredentialsId: 'production-env',"
                                + " environment: 'production'");
        assertThat(Snippetizer.object2Groovy(test))
                .isEqualTo("erpTest minimumCoverage: 80.5, suites: ['unit', 'e2e']");
    }

    @Test
    void aScriptedPipelineGetsTheFailureAsAnException(JenkinsRule rule) throws Exception {
        WorkflowRun run =
                run(
                        rule,
                        Result.SUCCESS,
                        "node { try { erpHealth 'production' } catch (hudson.AbortException e) {"
                                + " echo \"caught: ${e.message}\" } }");

        rule.assertLogContains("caught: erpHealth: there is no environment \"production\"", run);
    }

    @Test
    void inADeclarativePipelineTheStageFailsAndPostRuns(JenkinsRule rule) throws Exception {
        WorkflowRun run =
                run(
                        rule,
                        Result.FAILURE,
                        "pipeline { agent any\n stages { stage('Scan') { steps {"
                                + " erpScan tools: ['no-such-tool'] } } }\n"
                                + " post { failure { echo 'told' } } }");

        rule.assertLogContains("no-such-tool", run);
        rule.assertLogContains("told", run);
        rule.assertLogNotContains("\tat io.jenkins.plugins.erp", run);
    }

    @Test
    void noSecretIsOnTheConsoleInTheFullLogNorInTheFlowGraph(JenkinsRule rule) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(
                        new StringCredentialsImpl(
                                CredentialsScope.GLOBAL,
                                "env",
                                "",
                                Secret.fromString("DB_PASSWORD=" + SECRET + "\nbroken line\n")));
        try (SilentHost host = new SilentHost()) {
            WorkflowRun run =
                    run(
                            rule,
                            Result.FAILURE,
                            host.script(
                                    "erpDeploy environment: 'staging', envFileCredentialsId: 'env'"));

            rule.assertLogNotContains(SECRET, run);
            try (Stream<Path> files = Files.walk(run.getRootDir().toPath())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(SECRET);
                }
            }
        }
    }

    @Test
    void aStepsValueMayBeKeptAcrossSteps(JenkinsRule rule) throws Exception {
        Map<String, Object> value = Lists.plain(Map.of("outcome", "DONE", "phases", List.of("a")));

        assertThat(rule.jenkins.XSTREAM2.fromXML(rule.jenkins.XSTREAM2.toXML(value)))
                .isEqualTo(value);
    }

    private static WorkflowRun run(JenkinsRule rule, Result result, String script)
            throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return rule.buildAndAssertStatus(result, job);
    }
}
