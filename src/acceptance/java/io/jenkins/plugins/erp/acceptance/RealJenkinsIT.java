package io.jenkins.plugins.erp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.acceptance.RealJenkins.Built;
import io.jenkins.plugins.erp.runner.jenkins.JenkinsClient;
import io.jenkins.plugins.erp.runner.jenkins.JobFile;
import io.jenkins.plugins.erp.runner.jenkins.LocalJenkins;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The built archive in a real Jenkins; skipped where {@code JENKINS_WAR} and {@code
 * JENKINS_PLUGINS} name none.
 */
class RealJenkinsIT {
    private static final String NO_CONFIG =
            """
            node {
              try {
                erpHealth environment: 'production'
              } catch (e) {
                echo "caught: ${e.message}"
                throw e
              }
            }
            """;
    private static final String DECLARATIVE =
            """
            pipeline {
              agent any
              stages {
                stage('Configure') {
                  steps { writeFile file: 'erp.yaml', text: 'app: x\\nenvironments: {staging: {hosts: [nobody@127.0.0.1:1]}}\\n' }
                }
                stage('Health') {
                  steps { erpHealth environment: 'production' }
                }
              }
            }
            """;

    private static final String TEST_AND_SCAN =
            """
            node {
              writeFile file: 'erp.yaml', text: 'app: x\\nscan: {where: agent, tools: [flake8]}\\n'
              try { erpScan(tools: ['no-such-tool']) } catch (e) { echo "scan said: ${e.message}" }
              try { erpTest(suites: ['no-such-suite']) } catch (e) { echo "test said: ${e.message}" }
            }
            """;

    @TempDir static Path home;
    private static LocalJenkins jenkins;
    private static JenkinsClient client;

    @BeforeAll
    static void start() throws Exception {
        jenkins =
                RealJenkins.start(
                        RealJenkins.orSkip(),
                        home,
                        List.of(
                                JobFile.pipeline("scripted", NO_CONFIG),
                                JobFile.pipeline("declarative", DECLARATIVE),
                                JobFile.pipeline("checks", TEST_AND_SCAN)));
        client = new JenkinsClient(jenkins.root());
    }

    @AfterAll
    static void stop() {
        if (jenkins != null) {
            jenkins.close();
        }
    }

    @Test
    void theArchiveLoads() throws Exception {
        assertThat(client.get("pluginManager/api/json?tree=plugins[shortName,active]").body())
                .contains("{\"active\":true,\"shortName\":\"erp-pipeline\"}");
        // a broken description breaks the page after its status has been sent: only the log tells
        assertThat(client.get("manage/pluginManager/installed").body()).contains("ERP Pipeline");
        assertThat(jenkins.log())
                .doesNotContain("Failed Loading plugin ERP")
                .doesNotContain("JellyException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"erpBuild", "erpTest", "erpScan", "erpDeploy", "erpRollback", "erpHealth"})
    void everyStepIsInTheSnippetGenerator(String step) throws Exception {
        assertThat(client.get("job/scripted/pipeline-syntax/").body()).contains(step);
    }

    @Test
    void aScriptedRunFailsReadablyWhereThereIsNoConfiguration() throws Exception {
        Built built = RealJenkins.run(client, "scripted", Map.of());

        assertThat(built.result()).isEqualTo("FAILURE");
        assertThat(built.console())
                .contains("caught: erpHealth: there is no environment \"production\" in erp.yaml")
                .doesNotContain("at io.jenkins.plugins.erp");
    }

    @Test
    void aDeclarativeRunNamesTheEnvironmentsThereAre() throws Exception {
        Built built = RealJenkins.run(client, "declarative", Map.of());

        assertThat(built.result()).isEqualTo("FAILURE");
        assertThat(built.console())
                .contains("there is no environment \"production\" in erp.yaml; it has: staging")
                .doesNotContain("at io.jenkins.plugins.erp");
    }

    @Test
    void testAndScanReachTheirOperations() throws Exception {
        Built built = RealJenkins.run(client, "checks", Map.of());

        assertThat(built.result()).isEqualTo("SUCCESS");
        assertThat(built.console())
                .containsPattern("scan said: .*no-such-tool")
                .containsPattern("test said: .*no-such-suite");
    }
}
