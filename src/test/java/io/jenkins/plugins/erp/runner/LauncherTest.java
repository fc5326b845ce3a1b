package io.jenkins.plugins.erp.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, with stand-ins for Java and Maven on the PATH. */
class LauncherTest {
    @TempDir Path home;
    private Path bin;

    @BeforeEach
    void checkout() throws Exception {
        Files.copy(Path.of("erp").toAbsolutePath(), home.resolve("erp"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.createDirectories(home.resolve("src/main/java"));
        Files.writeString(home.resolve("src/main/java/A.java"), "class A {}");
        bin = Files.createDirectories(home.resolve("bin"));
        program(
                "java",
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"17.0.1\"' >&2; else echo started \"$@\"; fi");
        program("javac", "echo javac 17.0.1");
        program(
                "mvn",
                "echo built >> \"$HOME_OF_TEST/builds\"; sleep 0.3; echo jar > target/erp.jar");
    }

    private void program(String name, String script) throws Exception {
        Path file = bin.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process erp(String... args) throws Exception {
        List<String> argv = new ArrayList<>(List.of("bash", home.resolve("erp").toString()));
        argv.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("HOME_OF_TEST", home.toString());
        return builder.start();
    }

    private static String output(Process process) throws Exception {
        String text =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    private int builds() throws Exception {
        Path file = home.resolve("builds");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    @Test
    void buildsOnceAndThenOnlyWhenASourceIsNewer() throws Exception {
        assertThat(output(erp("run", "a b")))
                .contains(
                        "building the runner",
                        "-Derp.home=" + home.toRealPath(),
                        "-jar",
                        "run a b");
        assertThat(builds()).isEqualTo(1);
        assertThat(output(erp("run"))).doesNotContain("building");
        assertThat(builds()).isEqualTo(1);
        Files.setLastModifiedTime(
                home.resolve("src/main/java/A.java"), FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(output(erp("run"))).contains("building the runner");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Process one = erp("one");
        Process two = erp("two");
        assertThat(output(one)).contains("started");
        assertThat(output(two)).contains("started");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aFailedBuildShowsItsLastLinesAndKeepsTheLog() throws Exception {
        program("mvn", "echo the compiler did not like it; exit 1");
        Process process = erp("run");
        assertThat(output(process)).contains("the compiler did not like it", "erp-build.log");
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(home.resolve("target/erp-build.log")).exists();
    }
}
