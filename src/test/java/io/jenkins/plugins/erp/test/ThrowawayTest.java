package io.jenkins.plugins.erp.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.report.Coverage;
import io.jenkins.plugins.erp.report.Coverage.Ratio;
import io.jenkins.plugins.erp.test.Variables.Facts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThrowawayTest {
    private static final Facts FACTS =
            new Facts("db", "redis", "erp_test", "tester", "pw", false, "s3cret");
    private static final String MODEL =
            """
            {"name": "erp", "services": {
              "web": {"image": "erp:1", "depends_on": {"db": {}}},
              "db": {"image": "postgres:17", "container_name": "erp_db", "restart": "always",
                "command": null,
                "ports": [{"target": 5432, "published": "5432"}],
                "networks": {"backend": null},
                "environment": {"POSTGRES_PASSWORD_FILE": "/run/secrets/db", "TZ": "UTC"},
                "healthcheck": {"test": ["CMD-SHELL", "pg_isready"], "interval": "30s", "start_period": "60s"},
                "volumes": [
                  {"type": "volume", "source": "pgdata", "target": "/var/lib/postgresql/data"},
                  {"type": "bind", "source": "/srv/pg", "target": "/var/lib/postgresql/wal"},
                  {"type": "bind", "source": "/w/init.sql", "target": "/docker-entrypoint-initdb.d/init.sql"}]},
              "redis": {"image": "redis:8", "privileged": true, "depends_on": {"web": {}, "db": {}}}},
             "volumes": {"pgdata": {"name": "production_pgdata", "external": true}},
             "networks": {"backend": {"name": "backend", "external": true}}}
            """;

    private static JsonNode model() throws Exception {
        return ThrowawayModel.of(
                new ObjectMapper().readTree(MODEL),
                List.of("db", "redis"),
                Optional.of("db"),
                Optional.of("redis"),
                FACTS);
    }

    @Test
    void whatARunLeftIsAskedForByItsName() {
        assertThat(Containers.labelled("erp-test-0123456789").argv())
                .containsExactly(
                        "docker",
                        "ps",
                        "--all",
                        "--quiet",
                        "--filter",
                        "label=io.jenkins.plugins.erp.test=erp-test-0123456789");
    }

    @Test
    void nothingOfTheRealSystemIsInTheModel() throws Exception {
        JsonNode model = model();

        assertThat(model.path("services").fieldNames()).toIterable().containsExactly("db", "redis");
        assertThat(model.has("volumes")).isFalse();
        assertThat(model.has("networks")).isFalse();
        assertThat(model.toString())
                .doesNotContain("pgdata")
                .doesNotContain("/srv/pg")
                .doesNotContain("backend")
                .doesNotContain("container_name")
                .doesNotContain("published")
                .doesNotContain("restart")
                .doesNotContain("privileged");
        assertThat(model.at("/services/redis/depends_on").has("web")).isFalse();
        assertThat(model.at("/services/redis/depends_on").has("db")).isTrue();
    }

    @Test
    void startScriptsStayAndCannotBeWritten() throws Exception {
        JsonNode volumes = model().at("/services/db/volumes");

        assertThat(volumes).hasSize(1);
        assertThat(volumes.at("/0/source").asText()).isEqualTo("/w/init.sql");
        assertThat(volumes.at("/0/read_only").asBoolean()).isTrue();
    }

    @Test
    void theDatabaseHasItsOwnLoginAndAnswersOverTcp() throws Exception {
        JsonNode db = model().at("/services/db");

        assertThat(db.at("/environment/POSTGRES_PASSWORD").asText()).isEqualTo("pw");
        assertThat(db.at("/environment/POSTGRES_DB").asText()).isEqualTo("erp_test");
        assertThat(db.at("/environment").has("POSTGRES_PASSWORD_FILE")).isFalse();
        assertThat(db.at("/environment/TZ").asText()).isEqualTo("UTC");
        assertThat(db.at("/healthcheck/test").toString())
                .isEqualTo("[\"CMD\",\"pg_isready\",\"-q\",\"-h\",\"127.0.0.1\"]");
        assertThat(db.at("/healthcheck/interval").asText()).isEqualTo("1s");
        assertThat(db.at("/healthcheck").has("start_period")).isFalse();
        assertThat(db.at("/command").toString()).contains("fsync=off");
        assertThat(model().at("/services/redis/healthcheck/test").toString())
                .isEqualTo("[\"CMD\",\"redis-cli\",\"ping\"]");
    }

    @Test
    void theModelGoesByStandardInput() {
        assertThat(Services.up("erp-test-1", "{}").argv())
                .containsExactly(
                        "docker",
                        "compose",
                        "-p",
                        "erp-test-1",
                        "-f",
                        "-",
                        "up",
                        "--detach",
                        "--quiet-pull",
                        "--wait",
                        "--wait-timeout",
                        "180");
    }

    @Test
    void variablesWithoutADefaultAreNeeded() {
        assertThat(
                        Variables.needed(
                                "a: ${DB_NAME} b: ${DB_PASSWORD:?set it} c: ${PORT:-8080} d: ${X-y}"
                                        + " e: $$NOT f: $PLAIN g: ${Z:+set}"))
                .containsExactly("DB_NAME", "DB_PASSWORD", "PLAIN", "Z");
    }

    @Test
    void valuesFitTheirNames() {
        Map<String, String> expected =
                Map.ofEntries(
                        Map.entry("DB_HOST", "db"),
                        Map.entry("POSTGRES_HOST", "db"),
                        Map.entry("DB_PORT", "5432"),
                        Map.entry("DB_NAME", "erp_test"),
                        Map.entry("DB_USER", "tester"),
                        Map.entry("DB_PASSWORD", "pw"),
                        Map.entry("DATABASE_URL", "postgres://tester:pw@db:5432/erp_test"),
                        Map.entry("REDIS_HOST", "redis"),
                        Map.entry("CELERY_BROKER_URL", "redis://redis:6379/0"),
                        Map.entry("CELERY_RESULT_BACKEND", "redis://redis:6379/0"),
                        Map.entry("SECRET_KEY", "s3cret"),
                        Map.entry("JWT_SECRET_KEY", "s3cret"),
                        Map.entry("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver"),
                        Map.entry("DJANGO_SUPERUSER_EMAIL", "erp-test@example.com"),
                        Map.entry("DEBUG", "False"));

        expected.forEach(
                (name, value) ->
                        assertThat(Variables.value(name, FACTS)).as(name).isEqualTo(value));
    }

    @Test
    void testsNeverReachAnotherDatabaseByAVariableLeftOver() {
        Map<String, String> environment =
                SuiteEnvironment.of(
                        List.of("SECRET_KEY"),
                        Map.of(
                                "DB_HOST", "erp-production.internal",
                                "DATABASE_URL", "postgres://erp:real@erp-production/erp",
                                "POSTGRES_PASSWORD", "real",
                                "REDIS_URL", "redis://cache.production:6379/3",
                                "CELERY_BROKER_URL", "redis://redis:6379/5",
                                "CELERY_RESULT_BACKEND", "django-db",
                                "PRICE", "5$$"),
                        FACTS,
                        Map.of("ENVIRONMENT", "test"));

        assertThat(environment)
                .containsEntry("DB_HOST", "db")
                .containsEntry("DATABASE_URL", "postgres://tester:pw@db:5432/erp_test")
                .containsEntry("POSTGRES_PASSWORD", "pw")
                .containsEntry("REDIS_URL", "redis://redis:6379/0")
                .containsEntry("CELERY_BROKER_URL", "redis://redis:6379/5")
                .containsEntry("CELERY_RESULT_BACKEND", "django-db")
                .containsEntry("SECRET_KEY", "s3cret")
                .containsEntry("PRICE", "5$")
                .containsEntry("ENVIRONMENT", "test");
        assertThat(environment.values()).noneMatch(v -> v.contains("production"));
    }

    @Test
    void envFilesOfTheRealSystemAreTakenAwayAndOthersKept() throws Exception {
        Map<String, String> files =
                Map.of(
                        "docker-compose.yml",
                        "x-app: &app\n  env_file: [.env]\nservices:\n  web:\n    <<: *app\n  beat:\n"
                                + "    env_file: [{path: ./common.conf}, prod.env]\n  db: {image: postgres}\n"
                                + "  worker:\n    extends: {file: base/base.yml, service: worker}\n",
                        "base/base.yml",
                        "services:\n  worker:\n    env_file: missing.conf\n",
                        "common.conf",
                        "A=1",
                        ".env",
                        "DB_HOST=production");

        Optional<String> override =
                EnvFiles.override(
                        List.of("docker-compose.yml"),
                        "/w",
                        f -> Optional.ofNullable(files.get(f)));

        assertThat(override)
                .contains(
                        "services:\n"
                                + "  \"web\":\n    env_file: !reset []\n"
                                + "  \"beat\":\n    env_file: !override [\"/w/common.conf\"]\n"
                                + "  \"worker\":\n    env_file: !reset []\n");
        assertThat(
                        EnvFiles.override(
                                List.of("c.yml"),
                                "/w",
                                f -> Optional.of("services: {db: {image: postgres}}")))
                .isEmpty();
    }

    private static Optional<Coverage> coverage(long covered, long total, Ratio branches) {
        return Optional.of(
                new Coverage(new Ratio(covered, total), Optional.ofNullable(branches), List.of()));
    }

    @Test
    void theGateIsExactAndNothingMeasuredIsNotEnough() {
        assertThat(CoverageGate.missing(coverage(80, 100, null), 80, Optional.empty())).isEmpty();
        assertThat(CoverageGate.missing(coverage(79_999, 100_000, null), 80, Optional.empty()))
                .containsExactly("coverage of lines is 79.99 %, below the 80 % wanted");
        assertThat(CoverageGate.missing(coverage(0, 0, null), 80, Optional.empty()))
                .containsExactly("coverage of lines was not measured, and 80 % is wanted");
        assertThat(CoverageGate.missing(Optional.empty(), 0, Optional.of(50.0)))
                .containsExactly("coverage of branches was not measured, and 50 % is wanted");
        assertThat(CoverageGate.missing(coverage(1, 100, new Ratio(1, 2)), 0, Optional.of(50.0)))
                .isEmpty();
    }
}
