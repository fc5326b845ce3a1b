package io.jenkins.plugins.erp.jenkins.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.config.FurtherEnvironment;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.jenkins.access.Policy;
import io.jenkins.plugins.erp.jenkins.access.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What settings come to: merged environments, and the policy that deploys are held to. */
class SettingsTest {
    private static EnvironmentSettings environment(String name, String... hosts) {
        EnvironmentSettings environment = new EnvironmentSettings(name);
        environment.setHosts(Arrays.asList(hosts));
        return environment;
    }

    private static EnvironmentSettings deployedBy(
            EnvironmentSettings environment, String... people) {
        environment.setDeployers(List.of(people));
        return environment;
    }

    private static RestrictedEnvironment restricted(String pattern, String people) {
        RestrictedEnvironment restricted = new RestrictedEnvironment(pattern);
        restricted.setDeployers(List.of(people));
        return restricted;
    }

    @Test
    void emptyFieldsSayNothingAndAFormsTextBecomesAList() {
        EnvironmentSettings settings = new EnvironmentSettings(" production ");
        settings.setHosts(List.of("deploy@erp1\r\n deploy@erp2:2222, \n"));
        settings.setDeployers(List.of(" alice,@managers "));
        settings.setPath("  ");
        settings.setApp("");
        settings.setKnownHosts("\n");
        settings.setSshCredentialsId("");

        assertThat(settings.getName()).isEqualTo("production");
        assertThat(settings.getHosts()).containsExactly("deploy@erp1", "deploy@erp2:2222");
        assertThat(settings.getDeployers()).containsExactly("alice", "@managers");
        assertThat(settings.getPath()).isNull();
        assertThat(settings.getApp()).isNull();
        assertThat(settings.getKnownHosts()).isNull();
        assertThat(settings.getSshCredentialsId()).isNull();
        settings.setDeployers(List.of(" "));
        assertThat(settings.getDeployers()).isNull();
    }

    @Test
    void aJobsSettingsStandOverTheGlobalOnesKeyByKey() {
        EnvironmentSettings global = environment("production", "deploy@erp1");
        global.setPath("/srv/global");
        global.setSshCredentialsId("global-key");
        global.setRegistryCredentialsId("global-registry");
        EnvironmentSettings ofTheSystem = environment("production");
        ofTheSystem.setApp("shop");
        ofTheSystem.setRegistryCredentialsId("shop-registry");
        EnvironmentSettings ofAnother = environment("production", "deploy@other");
        ofAnother.setApp("blog");
        EnvironmentSettings job = environment("production");
        job.setPath("/srv/job");

        EnvironmentLookup.Effective effective =
                EnvironmentLookup.merge(
                        List.of(job),
                        List.of(ofAnother, global, ofTheSystem),
                        "shop",
                        "production");

        assertThat(effective.hosts()).containsExactly(HostAddress.parse("deploy@erp1"));
        assertThat(effective.path()).contains("/srv/job");
        assertThat(effective.sshCredentialsId()).contains("global-key");
        assertThat(effective.registryCredentialsId()).contains("shop-registry");
        assertThat(effective.envFileCredentialsId()).isEmpty();
        assertThat(EnvironmentLookup.merge(List.of(job), List.of(global), "shop", "staging"))
                .isEqualTo(EnvironmentLookup.merge(List.of(), List.of(), "x", "y"));
    }

    @Test
    void whatTheProjectIsToldOfIsHostsAndPath() {
        EnvironmentSettings job = environment("qa");
        job.setPath("/srv/qa");
        EnvironmentSettings another = environment("elsewhere", "c");
        another.setApp("blog");

        Map<String, FurtherEnvironment> further =
                EnvironmentLookup.further(
                        List.of(job),
                        List.of(environment("qa", "a"), environment("production", "b"), another),
                        "shop");

        assertThat(further)
                .isEqualTo(
                        Map.of(
                                "qa",
                                new FurtherEnvironment(
                                        List.of(HostAddress.parse("a")), Optional.of("/srv/qa")),
                                "production",
                                new FurtherEnvironment(
                                        List.of(HostAddress.parse("b")), Optional.empty())));
    }

    @Test
    void theRegistryOfAnImageHasItsLogin() {
        RegistrySettings own = new RegistrySettings("ours");
        own.setUrl("Registry.example.com:5000");
        own.setCredentialsId("ours");
        RegistrySettings hub = new RegistrySettings("hub");
        hub.setUrl("docker.io");
        hub.setCredentialsId("hub");
        RegistrySettings empty = new RegistrySettings("empty");
        List<RegistrySettings> all = List.of(empty, own, hub);

        assertThat(EnvironmentLookup.registryCredentials(all, "registry.example.com:5000/a/b:1"))
                .contains("ours");
        assertThat(EnvironmentLookup.registryCredentials(all, "library/erp")).contains("hub");
        assertThat(EnvironmentLookup.registryCredentials(all, "registry.example.com/a")).isEmpty();
        assertThat(EnvironmentLookup.registryCredentials(all, "-x y")).isEmpty();
    }

    @Test
    void deployersOfBothKindsOfSettingsAreDemandedTogether() {
        Policy policy =
                SettingsPolicy.of(
                        new PolicySettings(),
                        List.of(deployedBy(environment("production", "u@erp1"), "alice")),
                        List.of(deployedBy(environment("production"), "bob", "mallory")),
                        "shop");

        assertThat(policy.restrictions())
                .containsExactly(
                        new Policy.Restriction(
                                new Policy.Scope("production", Set.of("erp1")),
                                Set.of("alice"),
                                false),
                        new Policy.Restriction(
                                new Policy.Scope("production", Set.of()),
                                Set.of("bob", "mallory"),
                                false));
    }

    @Test
    void withoutDeployersAnEnvironmentRestrictsNobodyAndARuleEverybody() {
        PolicySettings settings = new PolicySettings();
        settings.setRestricted(List.of(new RestrictedEnvironment("")));

        Policy policy =
                SettingsPolicy.of(settings, List.of(environment("qa", "a")), List.of(), "shop");

        assertThat(policy.restrictions())
                .containsExactly(
                        new Policy.Restriction(
                                new Policy.Scope("*", Set.of("a")), Set.of(), false));
    }

    @Test
    void anotherSystemsNameInErpYamlIsNoWayAround() {
        EnvironmentSettings withHosts = deployedBy(environment("production", "u@erp1"), "alice");
        withHosts.setApp("shop");
        EnvironmentSettings without = deployedBy(environment("production"), "alice");
        without.setApp("shop");

        // the hosts tell: what calls itself blog on the same host is restricted
        assertThat(
                        SettingsPolicy.of(
                                        new PolicySettings(), List.of(withHosts), List.of(), "blog")
                                .restrictions()
                                .get(0)
                                .scope())
                .isEqualTo(new Policy.Scope("", Set.of("erp1")));
        // nothing tells: the environment's name does
        assertThat(
                        SettingsPolicy.of(new PolicySettings(), List.of(without), List.of(), "blog")
                                .restrictions()
                                .get(0)
                                .scope())
                .isEqualTo(new Policy.Scope("production", Set.of()));
    }

    @Test
    void aRulesHostsAreThoseOfTheEnvironmentsThatItsPatternMatches() {
        PolicySettings settings = new PolicySettings();
        settings.setStrictHostKeys(true);
        settings.setRestricted(List.of(restricted("prod*", "alice")));
        FreezeWindow freeze = new FreezeWindow("production");
        freeze.setFrom("FRI 18:00");
        freeze.setUntil("MON 07:00");
        freeze.setZone("UTC");
        FreezeWindow unclear = new FreezeWindow(null);
        unclear.setFrom("soon");
        settings.setFreezeWindows(List.of(freeze, unclear));

        Policy policy =
                SettingsPolicy.of(
                        settings,
                        List.of(
                                environment("production", "u@erp1", "erp2:2222"),
                                environment("prod-eu", "erp3"),
                                environment("qa", "erp4")),
                        List.of(),
                        "shop");

        assertThat(policy.strictHostKeys()).isTrue();
        assertThat(policy.restrictions().get(0).scope())
                .isEqualTo(new Policy.Scope("prod*", Set.of("erp1", "erp2", "erp3")));
        assertThat(policy.freezes().get(0))
                .isEqualTo(
                        new Policy.Freeze(
                                new Policy.Scope("production", Set.of("erp1", "erp2")),
                                Window.parse("FRI 18:00", "MON 07:00", "UTC"),
                                "",
                                Set.of()));
        assertThat(policy.freezes().get(1).window()).isInstanceOf(Window.Unclear.class);
    }

    @Test
    void aChangeIsToldByItsKeysNeverItsValues() {
        ErpGlobalConfiguration before = new ErpGlobalConfiguration();
        before.setEnvironments(List.of(environment("production", "a"), environment("qa", "b")));
        ErpGlobalConfiguration after = new ErpGlobalConfiguration();
        EnvironmentSettings production = environment("production", "a");
        production.setEnvFileCredentialsId("other-secret-id");
        after.setEnvironments(List.of(production, environment("staging", "c")));
        RegistrySettings registry = new RegistrySettings("ours");
        registry.setCredentialsId("secret-id");
        after.setRegistries(List.of(registry));
        PolicySettings policy = new PolicySettings();
        policy.setStrictHostKeys(true);
        policy.setRestricted(List.of(restricted("prod*", "alice"), restricted("prod*", "bob")));
        after.setPolicy(policy);
        after.setConsoleLines(300);

        assertThat(Said.changes(Said.of(before), Said.of(before))).isEmpty();
        assertThat(Said.changes(Said.of(before), Said.of(after)))
                .containsExactly(
                        "consoleLines",
                        "environments.production",
                        "environments.qa",
                        "environments.staging",
                        "policy.restricted.prod*",
                        "policy.restricted.prod*'",
                        "policy.strictHostKeys",
                        "registries.ours");
    }
}
