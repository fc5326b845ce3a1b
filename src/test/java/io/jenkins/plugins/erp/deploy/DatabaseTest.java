package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseTest {
    @Test
    void itIsTalkedAboutFromAnotherDatabase() {
        assertThat(Database.psql("c1", "erp", "erp", "SELECT 1").argv())
                .containsExactly(
                        "docker",
                        "exec",
                        "c1",
                        "psql",
                        "--username=erp",
                        "--dbname=postgres",
                        "--no-psqlrc",
                        "--no-align",
                        "--tuples-only",
                        "--set=ON_ERROR_STOP=1",
                        "--command=SELECT 1");
        assertThat(Database.psql("c1", "postgres", "postgres", "SELECT 1").argv())
                .contains("--dbname=template1");
    }
}
