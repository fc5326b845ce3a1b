package io.jenkins.plugins.erp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.report.Severity;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    static final String WHOLE =
            """
            app: django_erp
            image: registry.example.com/team/django_erp
            compose: [docker-compose.prod.yml]
            roles: {web: web, worker: [celery_worker, celery_slow], beat: celery_beat}
            requiredEnv: [DB_NAME, SECRET_KEY]
            build:
              args: {DEPS: "${DEPS:-pip}"}
              timeout: 20m
            health: {path: /api/health/, host: erp.example.com, timeout: 90s, consecutive: 2}
            test:
              target: test
              suites:
                unit: {args: "-m 'not integration'", services: false}
                integration: {args: [-m, integration], timeout: 1h30m}
              coverage: {minimum: 80}
            scan: {tools: [bandit, flake8], failOn: medium}
            deploy: {keepReleases: 3, drain: 20s}
            environments:
              staging: {hosts: [deploy@10.0.0.5], compose: [docker-compose.staging.yml]}
              production:
                hosts: ["deploy@${ERP_HOST}:2222"]
                path: /opt/django_erp
                strategy: rolling
                backup: true
                drain: 60s
                requiredEnv: [SENTRY_DSN]
                health: {consecutive: 5}
                minimumFreeDisk: 2GB
            """;

    private static ErpConfig load(String yaml, String... variables) throws Exception {
        return load(Map.of("erp.yaml", yaml), variables);
    }

    private static ErpConfig load(Map<String, String> files, String... variables) throws Exception {
        Map<String, String> env = new java.util.HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            env.put(variables[i], variables[i + 1]);
        }
        ConfigSource source =
                new ConfigSource() {
                    @Override
                    public boolean exists(String relative) {
                        return files.containsKey(relative);
                    }

                    @Override
                    public String read(String relative) {
                        return files.get(relative);
                    }
                };
        return ConfigLoader.load(source, "My ERP", env, further);
    }

    private static FurtherEnvironment.Source further = FurtherEnvironment.Source.NONE;

    @AfterEach
    void nobodySaysAnythingFurther() {
        further = FurtherEnvironment.Source.NONE;
    }

    private static FurtherEnvironment says(String path, String... hosts) {
        return new FurtherEnvironment(
                Arrays.stream(hosts).map(HostAddress::parse).toList(), Optional.ofNullable(path));
    }

    @Test
    void everyLayerIsMergedInItsOrder() throws Exception {
        ErpConfig config = load(WHOLE, "ERP_HOST", "erp1");

        assertThat(config.roles())
                .containsEntry(Role.WORKER, List.of("celery_worker", "celery_slow"));
        assertThat(config.roles()).containsEntry(Role.WEB, List.of("web"));
        assertThat(config.build().args()).containsEntry("DEPS", "pip");
        assertThat(config.build().timeout()).isEqualTo(Duration.ofMinutes(20));
        assertThat(config.test().suites().keySet()).containsExactly("unit", "integration");
        assertThat(config.test().suites().get("unit").args())
                .containsExactly("-m", "not integration");
        assertThat(config.test().suites().get("unit").needsServices()).isFalse();
        assertThat(config.test().suites().get("integration").timeout())
                .isEqualTo(Duration.ofMinutes(90));
        assertThat(config.scan().failOn()).isEqualTo(Severity.MEDIUM);
        EnvironmentConfig staging = config.environment("staging");
        assertThat(staging.path()).isEqualTo("/opt/django_erp");
        assertThat(staging.production()).isFalse();
        assertThat(staging.compose()).containsExactly("docker-compose.staging.yml");
        assertThat(staging.drain()).isEqualTo(Duration.ofSeconds(20));
        assertThat(staging.health()).isEqualTo(config.health());
        EnvironmentConfig production = config.environment("production");
        assertThat(production.production()).isTrue();
        assertThat(production.hosts()).containsExactly(HostAddress.parse("deploy@erp1:2222"));
        assertThat(production.compose()).containsExactly("docker-compose.prod.yml");
        assertThat(production.drain()).isEqualTo(Duration.ofSeconds(60));
        assertThat(production.keepReleases()).isEqualTo(3);
        assertThat(production.requiredEnv()).containsExactly("DB_NAME", "SECRET_KEY", "SENTRY_DSN");
        assertThat(production.health().consecutive()).isEqualTo(5);
        assertThat(production.health().host()).contains("erp.example.com");
        assertThat(production.health().timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(production.minimumFreeDisk()).isEqualTo(2L << 30);
    }

    @Test
    void whatOthersSayStandsWhereTheEnvironmentsSectionSaysNothing() throws Exception {
        further =
                app ->
                        app.equals("shop")
                                ? Map.of(
                                        "staging", says("/srv/admin", "deploy@admin1"),
                                        "production", says("/srv/admin", "deploy@admin1"),
                                        "qa", says(null, "deploy@qa1"),
                                        "half", says("/srv/half"),
                                        "Not A Name", says(null, "deploy@qa1"))
                                : Map.of();
        ErpConfig config =
                load(
                        """
                        app: shop
                        deploy: {path: /srv/common, hosts: [deploy@common], keepReleases: 3}
                        environments:
                          staging:
                          production: {hosts: [deploy@own], path: /srv/own}
                          other:
                        """);

        // said of this environment by others, before what erp.yaml says of all
        assertThat(config.environment("staging").hosts())
                .containsExactly(HostAddress.parse("deploy@admin1"));
        assertThat(config.environment("staging").path()).isEqualTo("/srv/admin");
        // said by its own section
        assertThat(config.environment("production").hosts())
                .containsExactly(HostAddress.parse("deploy@own"));
        assertThat(config.environment("production").path()).isEqualTo("/srv/own");
        // nobody says anything of it
        assertThat(config.environment("other").hosts())
                .containsExactly(HostAddress.parse("deploy@common"));
        // only others speak of it: never on the hosts that erp.yaml has for all
        assertThat(config.environment("qa").hosts())
                .containsExactly(HostAddress.parse("deploy@qa1"));
        assertThat(config.environment("qa").path()).isEqualTo("/srv/common");
        assertThat(config.environment("qa").keepReleases()).isEqualTo(3);
        assertThat(config.environments()).doesNotContainKeys("half", "Not A Name");
    }

    @Test
    void whatOthersSayIsForTheSystemTheySayItOf() throws Exception {
        further = app -> app.equals("shop") ? Map.of("qa", says(null, "a")) : Map.of();

        assertThat(load("app: blog\n").environments()).isEmpty();
        assertThat(load("app: shop\n").environments()).containsOnlyKeys("qa");
        assertThat(load("app: shop\n").environment("qa").path()).isEqualTo("/opt/shop");
    }

    @Test
    void whatOthersSayIsHeldToTheSameRules() {
        further = app -> Map.of("qa", says("/opt/../etc", "a"));

        assertThatThrownBy(() -> load("app: shop\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("environments.qa.path");
    }

    @Test
    void conventionsServeWhereThereIsNoFile() throws Exception {
        ErpConfig config = load(Map.of("docker-compose.yml", "", "compose.yaml", ""));

        assertThat(config.app()).isEqualTo("my_erp");
        assertThat(config.image()).isEqualTo("my_erp");
        assertThat(config.compose()).containsExactly("docker-compose.yml");
        assertThat(config.test()).isEqualTo(TestConfig.DEFAULT);
        assertThat(load(Map.of("docker-compose.yml", "", "docker-compose.prod.yml", "")).compose())
                .containsExactly("docker-compose.prod.yml");
    }

    @Test
    void anUnsetVariableSpoilsOnlyTheEnvironmentThatNamesIt() throws Exception {
        ErpConfig config = load(WHOLE);

        assertThat(config.environment("staging").hosts()).hasSize(1);
        assertThatThrownBy(() -> config.environment("production"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("erp.yaml:21:13: ")
                .hasMessageContaining("ERP_HOST is not set")
                .hasMessageContaining("${ERP_HOST:-a default}");
        assertThatThrownBy(() -> load("app: ${NOPE}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("erp.yaml:1:6: ")
                .hasMessageContaining("NOPE is not set");
        assertThatThrownBy(() -> config.environment("prod"))
                .hasMessageContaining("no environment \"prod\"")
                .hasMessageContaining("staging");
    }

    @Test
    void anEmptyFileIsNoMistake() throws Exception {
        assertThat(load("").app()).isEqualTo("my_erp");
        assertThat(load("# nothing yet\n").app()).isEqualTo("my_erp");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    helth: {path: /x/}                        | erp.yaml:1:1: | unknown key "helth"; did you mean "health"?
                    health: {pth: /x/}                        | erp.yaml:1:10: | unknown key "pth" under health; did you mean "path"?
                    health: {timeout: 60}                     | erp.yaml:1:19: | health.timeout: "60" is not a duration: write a number with a unit
                    health: {consecutive: 0}                  | erp.yaml: | health.consecutive: 0 is less than 1
                    health: {consecutive: many}               | erp.yaml:1:23: | health.consecutive
                    health: {path: api}                       | erp.yaml: | health.path: "api" will not do
                    health: [a]                               | erp.yaml:1:9: | health: expected keys and values here
                    roles: {wbe: web}                         | erp.yaml:1:9: | wbe
                    compose: [../other.yml]                   | erp.yaml: | compose: "../other.yml" has to be a path inside the project
                    compose: [--privileged]                   | erp.yaml: | compose: "--privileged" has to be a path inside
                    image: "x; rm -rf /"                      | erp.yaml: | image: "x; rm -rf /" will not do
                    image: --privileged                       | erp.yaml: | image: "--privileged" will not do
                    image: registry/erp:1.0                   | erp.yaml: | has a tag
                    scan: {failOn: horrible}                  | erp.yaml:1:16: | "horrible" is not one of info, low, medium, high, critical
                    environments: {prod: {hosts: ["-oProxyCommand=x"]}} | erp.yaml:1:31: | is not a host
                    environments: {prod: {hosts: []}}         | erp.yaml: | environments.prod.hosts: at least one host
                    environments: {prod: {hosts: [a], path: relative}} | erp.yaml: | environments.prod.path
                    environments: {prod: {hosts: [a], path: "/opt/../etc"}} | erp.yaml: | environments.prod.path
                    environments: {prod: {hosts: [a, b], target: swarm}} | erp.yaml: | takes one host, a manager of the swarm
                    environments: {prod: {hosts: [a], strategy: roling}} | erp.yaml:1:45: | "roling" is not one of rolling, blueGreen, recreate
                    environments: {prod: {hosts: [a], stratgy: rolling}} | erp.yaml:1:35: | unknown key "stratgy"; did you mean "strategy"?
                    requiredEnv: ["A B"]                      | erp.yaml: | requiredEnv: "A B" will not do
                    test: {suites: {unit: {args: "-m 'x"}}}   | erp.yaml:1:30: | the quote ' is not closed
                    test: {coverage: {minimum: 180}}          | erp.yaml: | test.coverage.minimum: 180.0 is not a percentage
                    app: [                                    | erp.yaml:1:7: | while parsing a flow node
                    """)
    void mistakesAreNamedWithTheirPlaceAndTheNearestWord(
            String yaml, String place, String message) {
        assertThatThrownBy(() -> load(yaml + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(place)
                .hasMessageContaining(message);
    }

    @Test
    void duplicateKeysAliasesAndASecondDocumentAreRefused() {
        assertThatThrownBy(() -> load("app: a\napp: b\n"))
                .hasMessageStartingWith("erp.yaml:2:")
                .hasMessageContaining("app");
        assertThatThrownBy(() -> load("compose: &c [a]\ndeploy: {compose: *c}\n"))
                .hasMessageStartingWith("erp.yaml:2:19: ")
                .hasMessageContaining("aliases are not read");
        assertThatThrownBy(() -> load("app: a\n---\napp: b\n"))
                .hasMessageContaining("second document");
    }
}
