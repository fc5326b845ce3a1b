package io.jenkins.plugins.erp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTest {

    @Test
    void everyFormThatComposeReads() throws Exception {
        DotEnv env =
                DotEnv.parse(
                        """
                        \uFEFF# database
                        DB_NAME=erp
                        export DB_USER=erp_user
                          DB_HOST = db   # the service
                        EMPTY=
                        HASH=a#b
                        ONLY_COMMENT=# nothing
                        SINGLE='it''s $DB_NAME\\n # kept'
                        """
                                        .replace("''", "\\'")
                                + """
                                DOUBLE="a \\"quoted\\" $DB_NAME ${MISSING:-other} \\$5 \\\\ # kept" # gone
                                KEY="-----BEGIN KEY-----
                                line # two
                                -----END KEY-----"
                                YAML_STYLE: yes
                                URL=postgres://${DB_USER}:pw@db/erp?x=1
                                CRLF=value\r
                                LAST=end""",
                        ".env");

        assertThat(env.values())
                .containsEntry("DB_NAME", "erp")
                .containsEntry("DB_USER", "erp_user")
                .containsEntry("DB_HOST", "db")
                .containsEntry("EMPTY", "")
                .containsEntry("HASH", "a#b")
                .containsEntry("ONLY_COMMENT", "")
                .containsEntry("SINGLE", "it's $DB_NAME\\n # kept")
                .containsEntry("DOUBLE", "a \"quoted\" erp other $5 \\ # kept")
                .containsEntry("KEY", "-----BEGIN KEY-----\nline # two\n-----END KEY-----")
                .containsEntry("YAML_STYLE", "yes")
                .containsEntry("URL", "postgres://erp_user:pw@db/erp?x=1")
                .containsEntry("CRLF", "value")
                .containsEntry("LAST", "end");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    A=1;B="s3cret          | .env:2: the quote behind B= is never closed
                    A=1;B='s3cret' s3cret  | .env:2: something stands behind the closing quote of B
                    A=1;;9B=s3cret         | .env:3: a variable's name is expected here
                    A=1;B s3cret           | .env:2: "=" is expected behind B
                    A                      | .env:1: A has no value: write A= for an empty one
                    """)
    void mistakesNameTheLineAndNeverTheValue(String text, String message) {
        assertThatThrownBy(() -> DotEnv.parse(text.replace(';', '\n'), ".env"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aPrintedFileShowsNamesOnly() throws Exception {
        assertThat(DotEnv.parse("A=s3cret", ".env").toString()).isEqualTo("DotEnv[A]");
    }

    private static final String PLANS_EXAMPLE =
            """
            DB_NAME=django_erp
            DB_USER=postgres
            DB_PASSWORD=postgres
            DEBUG=True
            SECRET_KEY=django-insecure-change-this-in-production
            JWT_SECRET_KEY=change-this-in-production
            ALLOWED_HOSTS=localhost,127.0.0.1
            CELERY_BROKER_URL=redis://:password@redis:6379/0
            EMAIL_HOST_PASSWORD=
            """;

    @Test
    void thePlansOwnExampleIsRefusedForProduction() throws Exception {
        DotEnv env = DotEnv.parse(PLANS_EXAMPLE, ".env.example");
        List<EnvCheck.Problem> problems =
                EnvCheck.check(env, List.of("DB_NAME", "REDIS_HOST", "EMAIL_HOST_PASSWORD"), true);

        assertThat(problems).allMatch(EnvCheck.Problem::error);
        assertThat(problems)
                .extracting(EnvCheck.Problem::name)
                .containsExactly(
                        "REDIS_HOST",
                        "EMAIL_HOST_PASSWORD",
                        "DB_PASSWORD",
                        "DEBUG",
                        "SECRET_KEY",
                        "JWT_SECRET_KEY",
                        "CELERY_BROKER_URL");
        assertThatThrownBy(() -> EnvCheck.orThrow(problems, ".env.example", "production"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("REDIS_HOST is missing")
                .hasMessageContaining("EMAIL_HOST_PASSWORD is empty")
                .hasMessageContaining("DB_PASSWORD is a default that everybody knows")
                .hasMessageNotContaining("change-this")
                .hasMessageNotContaining(":password");
    }

    @Test
    void outsideProductionInsecureValuesWarnAndMissingOnesStillFail() throws Exception {
        DotEnv env = DotEnv.parse(PLANS_EXAMPLE, ".env");
        List<EnvCheck.Problem> problems = EnvCheck.check(env, List.of("REDIS_HOST"), false);

        assertThat(problems).filteredOn(EnvCheck.Problem::error).hasSize(1);
        assertThat(problems).filteredOn(p -> !p.error()).hasSize(5);
    }

    @Test
    void goodValuesPass() throws Exception {
        DotEnv env =
                DotEnv.parse(
                        "SECRET_KEY=Zk3vQx8rT1uW5yA9bC2dE4fG6hJ7kL0mN\nDB_PASSWORD=Vb7-qq1\nDEBUG=False\n"
                                + "ALLOWED_HOSTS=erp.example.com\n",
                        ".env");
        assertThat(EnvCheck.check(env, List.of("SECRET_KEY"), true)).isEmpty();
        assertThat(EnvCheck.secretValues(env))
                .containsExactly("Zk3vQx8rT1uW5yA9bC2dE4fG6hJ7kL0mN", "Vb7-qq1");
    }
}
