package io.jenkins.plugins.erp.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.erp.acceptance.RealJenkins.Job;
import java.nio.file.Path;
import java.util.List;
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
    private static RealJenkins jenkins;

    @BeforeAll
    static void start() throws Exception {
        String war = System.getenv("JENKINS_WAR");
        String plugins = System.getenv("JENKINS_PLUGINS");
        assumeTrue(
                war != null && plugins != null,
                "no real Jenkins: set JENKINS_WAR and JENKINS_PLUGINS (a directory of .hpi files) to run this");
        jenkins =
                RealJenkins.start(
                        Path.of(war),
                        Path.of(plugins),
                        Path.of(System.getProperty("erp.hpi")),
                        home,
                        List.of(
                                Job.pipeline("scripted", NO_CONFIG),
                                Job.pipeline("declarative", DECLARATIVE),
                                Job.pipeline("checks", TEST_AND_SCAN)));
    }

    @AfterAll
    static void stop() {
        if (jenkins != null) {
            jenkins.close();
        }
    }

    @Test
    void theArchiveLoads() throws Exception {
        assertThat(jenkins.get("pluginManager/api/json?tree=plugins[shortName,active]").body())
                .contains("{\"active\":true,\"shortName\":\"erp-pipeline\"}");
        // a broken description breaks the page after its status has been sent: only the log tells
        assertThat(jenkins.get("manage/pluginManager/installed").body()).contains("ERP Pipeline");
        assertThat(jenkins.log())
                .doesNotContain("Failed Loading plugin ERP")
                .doesNotContain("JellyException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"erpBuild", "erpTest", "erpScan", "erpDeploy", "erpRollback", "erpHealth"})
    void everyStepIsInTheSnippetGenerator(String step) throws Exception {
        assertThat(jenkins.get("job/scripted/pipeline-syntax/").body()).contains(step);
    }

    @Test
    void aScriptedRunFailsReadablyWhereThereIsNoConfiguration() throws Exception {
        assertThat(jenkins.build("scripted")).isEqualTo("FAILURE");
        assertThat(jenkins.console("scripted"))
                .contains("caught: erpHealth: there is no environment \"production\" in erp.yaml")
                .doesNotContain("at io.jenkins.plugins.erp");
    }

    @Test
    void aDeclarativeRunNamesTheEnvironmentsThereAre() throws Exception {
        assertThat(jenkins.build("declarative")).isEqualTo("FAILURE");
        assertThat(jenkins.console("declarative"))
                .contains("there is no environment \"production\" in erp.yaml; it has: staging")
                .doesNotContain("at io.jenkins.plugins.erp");
    }

    @Test
    void testAndScanReachTheirOperations() throws Exception {
        assertThat(jenkins.build("checks")).isEqualTo("SUCCESS");
        assertThat(jenkins.console("checks"))
                .containsPattern("scan said: .*no-such-tool")
                .containsPattern("test said: .*no-such-suite");
    }
}
