package io.jenkins.plugins.erp.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.erp.jenkins.settings.ErpGlobalConfiguration;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps in a real Jenkins; built with {@code -Pjenkins} only. */
@WithJenkins
class StepsInJenkinsTest {

    @Test
    void buildKeepsItsArgumentsThroughItsForm(JenkinsRule rule) throws Exception {
        ErpBuildStep step = new ErpBuildStep();
        step.setTags(List.of("1.4", "stable"));
        step.setTarget("runtime");
        step.setPush(false);

        roundTrip(rule, step);
    }

    @Test
    void testKeepsItsArgumentsThroughItsForm(JenkinsRule rule) throws Exception {
        ErpTestStep step = new ErpTestStep();
        step.setSuites(List.of("unit", "integration"));
        step.setImage("registry.example.com/erp:1");
        step.setMinimumCoverage(80.5);

        roundTrip(rule, step);
    }

    @Test
    void scanKeepsItsArgumentsThroughItsForm(JenkinsRule rule) throws Exception {
        ErpScanStep step = new ErpScanStep();
        step.setTools(List.of("bandit"));
        step.setFailOn("medium");

        roundTrip(rule, step);
    }

    @Test
    void deployKeepsItsArgumentsThroughItsForm(JenkinsRule rule) throws Exception {
        ErpDeployStep step = new ErpDeployStep("production");
        step.setImage("registry.example.com/erp:1");
        step.setEnvFileCredentialsId("production-env");
        step.setRegistryCredentialsId("registry");
        step.setSshCredentialsId("hosts");
        step.setDryRun(true);

        roundTrip(rule, step);
    }

    @Test
    void rollbackKeepsItsArgumentsThroughItsForm(JenkinsRule rule) throws Exception {
        ErpRollbackStep step = new ErpRollbackStep("production");
        step.setRelease("20260101-120000-abc1234");

        roundTrip(rule, step);
    }

    @Test
    void healthKeepsItsArgumentsThroughItsForm(JenkinsRule rule) throws Exception {
        ErpHealthStep step = new ErpHealthStep("production");
        step.setConsecutive(5);

        roundTrip(rule, step);
    }

    @Test
    void emptyFieldsOfAFormAreNotGiven(JenkinsRule rule) throws Exception {
        ErpBuildStep build = new StepConfigTester(rule).configRoundTrip(new ErpBuildStep());
        assertThat(build.getTags()).isNull();
        assertThat(build.getPush()).isNull();
        ErpTestStep test = new StepConfigTester(rule).configRoundTrip(new ErpTestStep());
        assertThat(test.getMinimumCoverage()).isNull();
    }

    @Test
    void everyStepIsMadeFromAPipelinesArguments(JenkinsRule rule) throws Exception {
        Step step =
                StepDescriptor.byFunctionName("erpBuild")
                        .newInstance(
                                Map.of("tags", List.of("1.4"), "args", Map.of("PYTHON", "3.12")));

        assertThat(((ErpBuildStep) step).getTags()).containsExactly("1.4");
        assertThat(((ErpBuildStep) step).getArgs()).containsExactly(Map.entry("PYTHON", "3.12"));
    }

    @Test
    void withoutAnEnvironmentTheStepSaysWhichThereAre(JenkinsRule rule) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class);
        job.setDefinition(
                new CpsFlowDefinition(
                        "pipeline { agent any; stages { stage('Health') { steps {"
                                + " erpHealth environment: 'production' } } } }",
                        true));

        WorkflowRun run = rule.buildAndAssertStatus(Result.FAILURE, job);

        rule.assertLogContains("erpHealth: there is no environment \"production\"", run);
        rule.assertLogNotContains("\tat io.jenkins.plugins.erp", run);
    }

    @Test
    void theNumberOfLinesIsKept(JenkinsRule rule) throws Exception {
        ErpGlobalConfiguration configuration =
                rule.jenkins.getDescriptorByType(ErpGlobalConfiguration.class);
        configuration.setConsoleLines(500);

        rule.configRoundtrip();

        assertThat(configuration.getConsoleLines()).isEqualTo(500);
        assertThat(ErpGlobalConfiguration.consoleLines()).isEqualTo(500);
    }

    private static void roundTrip(JenkinsRule rule, Step step) throws Exception {
        Step after = new StepConfigTester(rule).configRoundTrip(step);

        rule.assertEqualDataBoundBeans(step, after);
    }
}
