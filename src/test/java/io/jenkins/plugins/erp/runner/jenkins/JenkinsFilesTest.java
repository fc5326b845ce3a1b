package io.jenkins.plugins.erp.runner.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JenkinsFilesTest {
    @TempDir Path directory;
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void english() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    private Path plugin(Path in, String name, String dependencies) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Short-Name", name);
        if (dependencies != null) {
            main.putValue("Plugin-Dependencies", dependencies);
        }
        Path file = Files.createDirectories(in).resolve(name + "-1.hpi");
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file;
    }

    @Test
    void withoutAJenkinsItSaysHowToGetOne() {
        assertThatThrownBy(() -> JenkinsFiles.of(Map.of(), directory.resolve("x.hpi")))
                .isInstanceOfSatisfying(
                        OperationException.class,
                        e -> assertThat(e.outcome()).isEqualTo(Outcome.REFUSED))
                .hasMessageContaining("JENKINS_WAR is not set")
                .hasMessageContaining("https://www.jenkins.io/download/")
                .hasMessageContaining("--plugins workflow-aggregator ");
    }

    @Test
    void pluginsThatAreNeededAndNotThereAreNamed() throws Exception {
        Path plugins = directory.resolve("plugins");
        for (String name : JenkinsFiles.FOR_THE_JOB) {
            plugin(plugins, name, name.equals("workflow-job") ? "scm-api:1" : null);
        }
        Path archive = plugin(directory, "erp-pipeline", "structs:1,junit:2;resolution:=optional");
        Path war = Files.createFile(directory.resolve("jenkins.war"));
        Map<String, String> environment =
                Map.of("JENKINS_WAR", war.toString(), "JENKINS_PLUGINS", plugins.toString());

        assertThatThrownBy(() -> JenkinsFiles.of(environment, archive))
                .hasMessageContaining("are needed: scm-api structs.");

        plugin(plugins, "scm-api", null);
        plugin(plugins, "structs", null);
        assertThat(JenkinsFiles.of(environment, archive).asCode()).isFalse();
        plugin(plugins, "configuration-as-code", null);
        assertThat(JenkinsFiles.of(environment, archive).asCode()).isTrue();
    }

    @Test
    void anArchiveThatIsNotBuiltIsSaidWithHowToBuildIt() throws Exception {
        Path war = Files.createFile(directory.resolve("jenkins.war"));
        Map<String, String> environment =
                Map.of("JENKINS_WAR", war.toString(), "JENKINS_PLUGINS", directory.toString());

        assertThatThrownBy(() -> JenkinsFiles.of(environment, directory.resolve("no.hpi")))
                .hasMessageContaining("mvn -B -DskipTests package");
    }

    @Test
    void optionalDependenciesAreNotNeeded() {
        assertThat(PluginFile.needs("a:1.0,b:2;resolution:=optional,c:3"))
                .containsExactly("a", "c");
        assertThat(JenkinsFiles.missing(List.of(), Set.of("a"))).containsExactly("a");
    }
}
