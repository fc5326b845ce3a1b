package io.jenkins.plugins.erp.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.erp.jenkins.settings.EnvironmentSettings;
import io.jenkins.plugins.erp.jenkins.settings.ErpGlobalConfiguration;
import io.jenkins.plugins.erp.jenkins.settings.ErpProjectProperty;
import io.jenkins.plugins.erp.jenkins.settings.FreezeWindow;
import io.jenkins.plugins.erp.jenkins.settings.PolicySettings;
import io.jenkins.plugins.erp.jenkins.settings.RegistrySettings;
import io.jenkins.plugins.erp.jenkins.settings.RestrictedEnvironment;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The settings in a real Jenkins; built with {@code -Pjenkins} only. */
@WithJenkins
class SettingsInJenkinsTest {
    private static EnvironmentSettings environment() {
        EnvironmentSettings environment = new EnvironmentSettings("production");
        environment.setHosts(List.of("deploy@erp1", "deploy@erp2:2222"));
        environment.setApp("shop");
        environment.setPath("/srv/shop");
        environment.setKnownHosts("erp1 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ");
        environment.setSshCredentialsId("hosts");
        environment.setRegistryCredentialsId("registry");
        environment.setEnvFileCredentialsId("env");
        environment.setDeployers(List.of("alice", "@managers"));
        environment.setAutomatic(true);
        return environment;
    }

    private static ErpGlobalConfiguration filled(JenkinsRule rule) {
        ErpGlobalConfiguration global =
                rule.jenkins.getDescriptorByType(ErpGlobalConfiguration.class);
        global.setEnvironments(List.of(environment(), new EnvironmentSettings("qa")));
        RegistrySettings registry = new RegistrySettings("ours");
        registry.setUrl("registry.example.com:5000");
        registry.setCredentialsId("registry");
        global.setRegistries(List.of(registry));
        RestrictedEnvironment restricted = new RestrictedEnvironment("prod*");
        restricted.setDeployers(List.of("alice"));
        restricted.setAutomatic(true);
        FreezeWindow freeze = new FreezeWindow("production");
        freeze.setFrom("FRI 18:00");
        freeze.setUntil("MON 07:00");
        freeze.setZone("Asia/Shanghai");
        freeze.setReason("stocktaking");
        freeze.setOverriders(List.of("bob"));
        PolicySettings policy = new PolicySettings();
        policy.setStrictHostKeys(true);
        policy.setRestricted(List.of(restricted));
        policy.setFreezeWindows(List.of(freeze));
        global.setPolicy(policy);
        return global;
    }

    private static String exported() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        String all = out.toString(StandardCharsets.UTF_8);
        String ours = all.substring(all.indexOf("  erpPipeline:"));
        return ours.lines()
                .skip(1)
                .takeWhile(l -> l.startsWith("    "))
                .reduce("", (a, b) -> a + b + "\n");
    }

    @Test
    void everyGlobalFieldIsKeptThroughTheForm(JenkinsRule rule) throws Exception {
        ErpGlobalConfiguration global = filled(rule);
        String before = exported();

        rule.configRoundtrip();

        assertThat(exported()).isEqualTo(before).contains("stocktaking", "deploy@erp2:2222");
        assertThat(global.getEnvironments()).hasSize(2);
    }

    @Test
    void theLastEntryOfAListCanBeTakenOut(JenkinsRule rule) throws Exception {
        ErpGlobalConfiguration global = filled(rule);
        global.setEnvironments(null);
        global.setRegistries(List.of());

        rule.configRoundtrip();

        assertThat(global.getEnvironments()).isEmpty();
        assertThat(global.getRegistries()).isEmpty();
    }

    @Test
    void everyFieldOfAJobsEnvironmentIsKeptThroughTheForm(JenkinsRule rule) throws Exception {
        FreeStyleProject job = rule.createFreeStyleProject();
        ErpProjectProperty property = new ErpProjectProperty();
        property.setEnvironments(List.of(environment()));
        job.addProperty(property);

        rule.configRoundtrip(job);

        rule.assertEqualDataBoundBeans(
                environment(), job.getProperty(ErpProjectProperty.class).getEnvironments().get(0));
    }

    @Test
    void aJobWithoutTheBoxTickedHasNoSuchProperty(JenkinsRule rule) throws Exception {
        FreeStyleProject job = rule.createFreeStyleProject();

        rule.configRoundtrip(job);

        assertThat(job.getProperty(ErpProjectProperty.class)).isNull();
    }

    @Test
    void aPipelineSetsItsOwnEnvironments(JenkinsRule rule) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class);
        job.setDefinition(
                new CpsFlowDefinition(
                        "properties([erpProject(environments: [[name: 'staging', hosts:"
                                + " ['deploy@erp3'], deployers: ['carol']]])])",
                        true));

        rule.buildAndAssertSuccess(job);

        EnvironmentSettings environment =
                job.getProperty(ErpProjectProperty.class).getEnvironments().get(0);
        assertThat(environment.getName()).isEqualTo("staging");
        assertThat(environment.getHosts()).containsExactly("deploy@erp3");
        assertThat(environment.getDeployers()).containsExactly("carol");
    }

    @Test
    void configurationAsCodeReadsWhatItWrote(JenkinsRule rule, @TempDir Path directory)
            throws Exception {
        ErpGlobalConfiguration global = filled(rule);
        String before = exported();
        Path file = directory.resolve("jenkins.yaml");
        Files.writeString(file, "unclassified:\n  erpPipeline:\n" + before);
        global.setEnvironments(null);
        global.setRegistries(null);
        global.setPolicy(null);

        ConfigurationAsCode.get().configure(file.toString());

        assertThat(exported()).isEqualTo(before);
    }

    @Test
    void theButtonsAreForAdministratorsAndTakePostOnly(JenkinsRule rule) throws Exception {
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy()
                        .grant(Jenkins.ADMINISTER)
                        .everywhere()
                        .to("admin")
                        .grant(Jenkins.READ, Jenkins.MANAGE)
                        .everywhere()
                        .to("bob"));
        String base = "descriptorByName/" + EnvironmentSettings.class.getName() + "/tryHosts";

        assertThat(status(rule, "bob", HttpMethod.POST, base)).isEqualTo(403);
        assertThat(status(rule, "admin", HttpMethod.GET, base)).isIn(404, 405);
        assertThat(status(rule, "admin", HttpMethod.POST, base)).isEqualTo(200);
        String registry = "descriptorByName/" + RegistrySettings.class.getName() + "/tryRegistry";
        assertThat(status(rule, "bob", HttpMethod.POST, registry)).isEqualTo(403);
    }

    private static int status(JenkinsRule rule, String user, HttpMethod method, String path)
            throws Exception {
        JenkinsRule.WebClient client =
                rule.createWebClient()
                        .withBasicApiToken(user)
                        .withThrowExceptionOnFailingStatusCode(false);
        URL url = URI.create(rule.getURL() + path + "?hosts=&url=").toURL();
        return client.getPage(new WebRequest(url, method)).getWebResponse().getStatusCode();
    }
}
