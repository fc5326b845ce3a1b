package io.jenkins.plugins.erp.runner.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.LocalShell;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleProjectTest {
    @TempDir Path state;

    @Test
    void eachVersionsTagHasItsFilesHoweverSoonOneFollowsTheOther() throws Exception {
        Path home = Path.of("").toAbsolutePath();
        SampleProject sample = new SampleProject(home, state);

        sample.create(Map.of(), Map.of(), home.resolve("Jenkinsfile.example"));
        sample.tag("v1");
        sample.overlay("v2", "Version 2");
        sample.tag("v2");

        assertThat(version(sample, "v1")).isEqualTo("1.0.0");
        assertThat(version(sample, "v2")).isEqualTo("2.0.0");
    }

    private static String version(SampleProject sample, String tag) throws Exception {
        return new LocalShell()
                .in(sample.directory())
                .run(Command.of("git", "show", tag + ":VERSION"))
                .orThrow()
                .stdout()
                .strip();
    }
}
