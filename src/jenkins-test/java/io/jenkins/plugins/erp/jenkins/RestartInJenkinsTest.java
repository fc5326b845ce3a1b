package io.jenkins.plugins.erp.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowGraphWalker;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Steps whose controller is restarted, or whose build is aborted, while they are at work. */
class RestartInJenkinsTest {
    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    private SilentHost host;

    @BeforeEach
    void listen() throws Exception {
        host = new SilentHost();
    }

    @AfterEach
    void close() throws Exception {
        host.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"erpDeploy", "erpRollback", "erpHealth"})
    void aStepGoesOnAfterARestartOfTheController(String step) throws Throwable {
        String script = host.script(step + " environment: 'staging'");
        session.then(
                rule -> {
                    WorkflowJob job = rule.createProject(WorkflowJob.class, "p");
                    job.setDefinition(new CpsFlowDefinition(script, true));
                    job.scheduleBuild2(0).waitForStart();
                    host.awaitCalls(1);
                });
        session.then(
                rule -> {
                    WorkflowRun run =
                            rule.jenkins
                                    .getItemByFullName("p", WorkflowJob.class)
                                    .getBuildByNumber(1);

                    rule.waitForCompletion(run);

                    rule.assertBuildStatus(Result.FAILURE, run);
                    rule.assertLogContains(step + ": the controller was restarted meanwhile", run);
                    rule.assertLogContains("cannot be reached", run);
                    assertThat(nodes(run.getExecution(), step)).hasSize(1);
                });
    }

    @Test
    void anAbortedStepEndsAndItsBuildIsAborted() throws Throwable {
        String script = host.script("erpHealth environment: 'staging'");
        session.then(
                rule -> {
                    WorkflowJob job = rule.createProject(WorkflowJob.class, "p");
                    job.setDefinition(new CpsFlowDefinition(script, true));
                    WorkflowRun run = job.scheduleBuild2(0).waitForStart();
                    host.awaitCalls(1);

                    run.doStop();

                    rule.waitForCompletion(run);
                    rule.assertBuildStatus(Result.ABORTED, run);
                    rule.assertLogNotContains("\tat io.jenkins.plugins.erp", run);
                });
    }

    @Test
    void aStepThatWasAbortedAfterARestartEnds() throws Throwable {
        String script = host.script("erpDeploy environment: 'staging'");
        session.then(
                rule -> {
                    WorkflowJob job = rule.createProject(WorkflowJob.class, "p");
                    job.setDefinition(new CpsFlowDefinition(script, true));
                    job.scheduleBuild2(0).waitForStart();
                    host.awaitCalls(1);
                });
        session.then(
                rule -> {
                    WorkflowRun run =
                            rule.jenkins
                                    .getItemByFullName("p", WorkflowJob.class)
                                    .getBuildByNumber(1);
                    rule.waitForMessage("the controller was restarted meanwhile", run);
                    host.awaitCalls(2);

                    run.doStop();

                    rule.waitForCompletion(run);
                    rule.assertBuildStatus(Result.ABORTED, run);
                });
    }

    private static List<FlowNode> nodes(FlowExecution execution, String step) {
        List<FlowNode> found = new ArrayList<>();
        for (FlowNode node : new FlowGraphWalker(execution)) {
            if (node.getDisplayFunctionName().equals(step)) {
                found.add(node);
            }
        }
        return found;
    }
}
