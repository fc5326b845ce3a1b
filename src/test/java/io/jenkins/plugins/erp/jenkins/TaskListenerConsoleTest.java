package io.jenkins.plugins.erp.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.shell.SecretMasker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskListenerConsoleTest {
    @TempDir Path build;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void detailsGoToTheFullLogOnly() throws Exception {
        try (FullLog log = FullLog.open(build, "erpDeploy-7.log");
                TaskListenerConsole console = console(log, 100)) {
            console.info("switching web");
            console.detail("docker | pulled");
            console.error("it broke");
            assertThat(console.last()).isEqualTo("it broke");
        }

        assertThat(lines()).containsExactly("switching web", "ERROR: it broke");
        assertThat(Files.readString(build.resolve("erp-pipeline/erpDeploy-7.log")))
                .contains(" info switching web", " detail docker | pulled", " error it broke");
    }

    @Test
    void theConsoleIsBoundedButErrorsComeThrough() throws Exception {
        try (FullLog log = FullLog.open(build, "x.log");
                TaskListenerConsole console = console(log, 2)) {
            for (int i = 1; i <= 5; i++) {
                console.info("line " + i);
            }
            console.error("broken");
        }

        assertThat(lines()).hasSize(5);
        assertThat(lines().subList(0, 2)).containsExactly("line 1", "line 2");
        assertThat(lines().get(2)).contains("2", "erp/x.log");
        assertThat(lines().get(3)).isEqualTo("ERROR: broken");
        assertThat(lines().get(4)).contains("3", "erp/x.log");
        assertThat(Files.readString(build.resolve("erp-pipeline/x.log"))).contains("line 5");
    }

    @Test
    void secretsAreInNeither() throws Exception {
        try (FullLog log = FullLog.open(build, "x.log");
                TaskListenerConsole console = console(log, 10)) {
            console.info("password is s3cr3t-value");
            console.detail("again s3cr3t-value");
        }

        assertThat(lines()).containsExactly("password is ****");
        assertThat(Files.readString(build.resolve("erp-pipeline/x.log")))
                .doesNotContain("s3cr3t-value");
    }

    @Test
    void escapeSequencesDoNotReachTheConsole() {
        assertThat(TaskListenerConsole.printable("\u001b[8mha:////note\u001b[0m\ttab"))
                .isEqualTo("[8mha:////note[0m\ttab");
    }

    @Test
    void aLogGoesOnAfterARestart() throws Exception {
        try (FullLog log = FullLog.open(build, "x.log")) {
            console(log, 10).info("before");
        }
        try (FullLog log = FullLog.open(build, "x.log")) {
            console(log, 10).info("after");
        }

        assertThat(Files.readString(build.resolve("erp-pipeline/x.log")))
                .contains("before", "after");
    }

    private TaskListenerConsole console(FullLog log, int most) {
        return new TaskListenerConsole(
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                log,
                () -> SecretMasker.of(List.of("s3cr3t-value")),
                most);
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
