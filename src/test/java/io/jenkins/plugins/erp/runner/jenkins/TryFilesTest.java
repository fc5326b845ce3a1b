package io.jenkins.plugins.erp.runner.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jenkins.plugins.erp.operation.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TryFilesTest {
    @TempDir Path home;

    private final TryFiles files =
            new TryFiles(
                    URI.create("http://127.0.0.1:8080/"),
                    Path.of("/state/admin-password"),
                    "erp-demo",
                    Path.of("/state/key"),
                    Path.of("/state/.env"),
                    Path.of("/state/sample"),
                    Map.of("ERP_HOST", "erp-demo@127.0.0.1:22022"));

    @Test
    void jenkinsReadsSecretsItselfAndOnlyAnAdministratorMayDoSomething() throws Exception {
        JsonNode yaml = new ObjectMapper(new YAMLFactory()).readTree(files.asCode());

        assertThat(yaml.at("/jenkins/securityRealm/local/users/0/password").asText())
                .isEqualTo("${readFile:/state/admin-password}");
        assertThat(yaml.at("/jenkins/securityRealm/local/allowsSignup").asBoolean(true)).isFalse();
        assertThat(yaml.at("/jenkins/authorizationStrategy").fieldNames().next())
                .isEqualTo("loggedInUsersCanDoAnything");
        JsonNode credentials = yaml.at("/credentials/system/domainCredentials/0/credentials");
        assertThat(
                        credentials
                                .at("/0/basicSSHUserPrivateKey/privateKeySource/directEntry")
                                .path("privateKey")
                                .asText())
                .isEqualTo("${readFile:/state/key}");
        assertThat(credentials.at("/1/file/secretBytes").asText())
                .isEqualTo("${readFileBase64:/state/.env}");
        assertThat(yaml.at("/unclassified/location/url").asText())
                .isEqualTo("http://127.0.0.1:8080/");
    }

    @Test
    void aHomeIsConfiguredInOneWayOnlyAndKeepsItsBuilds() throws Exception {
        files.write(home, false);
        assertThat(home.resolve("init.groovy.d/erp-try.groovy")).exists();
        Path build = Files.createDirectories(home.resolve("jobs/sample-erp/builds/1"));

        files.write(home, true);

        assertThat(home.resolve("init.groovy.d/erp-try.groovy")).doesNotExist();
        assertThat(home.resolve("jenkins.yaml")).exists();
        assertThat(home.resolve("jobs/sample-erp/config.xml")).exists();
        assertThat(build).exists();
    }

    @Test
    void theJobRunsTheStepsOfTheExample() throws Exception {
        String example = Files.readString(Path.of("Jenkinsfile.example"));
        String job = TryFiles.job().config();

        for (String step : List.of("erpBuild", "erpTest", "erpScan", "erpDeploy", "erpHealth")) {
            assertThat(example).contains(step);
            assertThat(job).contains(step);
        }
        assertThat(job).contains("<string>v1</string><string>v2</string>");
    }

    @Test
    void aScriptIsTextInItsXml() {
        assertThat(JobFile.pipeline("a", "if (1 < 2 && true) { }").config())
                .contains("<script>if (1 &lt; 2 &amp;&amp; true) { }</script>");
    }

    @Test
    void jenkinsListensOnLoopbackOnly() {
        assertThat(LocalJenkins.argv(Path.of("/j.war"), 8081, List.of("-Dx=y")))
                .contains(
                        "-Djenkins.model.Jenkins.slaveAgentPort=-1",
                        "-Dx=y",
                        "--httpListenAddress=127.0.0.1",
                        "--httpPort=8081")
                .containsSequence("-jar", "/j.war");
    }

    @Test
    void aBuildsResultIsTheCommandsOutcome() {
        assertThat(TryJenkins.outcome("SUCCESS")).isEqualTo(Outcome.DONE);
        assertThat(TryJenkins.outcome("UNSTABLE")).isEqualTo(Outcome.UNSTABLE);
        assertThat(TryJenkins.outcome("ABORTED")).isEqualTo(Outcome.FAILED);
    }
}
