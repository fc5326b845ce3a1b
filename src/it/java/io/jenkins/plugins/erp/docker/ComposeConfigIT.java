package io.jenkins.plugins.erp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real Compose says, explained. */
class ComposeConfigIT {
    private static final String BASE =
            """
            version: '3.8'
            services:
              web:
                build: .
                container_name: django_erp_web
                ports: ["8000:8000"]
                volumes: [".:/app", "static_volume:/app/staticfiles"]
              nginx:
                image: nginx:alpine
                container_name: django_erp_nginx
                ports: ["80:80"]
                volumes: ["static_volume:/app/staticfiles"]
            volumes:
              static_volume:
            """;
    private static final String PRODUCTION =
            """
            version: '3.8'
            services:
              web:
                extends: {file: docker-compose.yml, service: web}
                environment:
                  - SECRET_KEY=${SECRET_KEY}
                  - DB_NAME=${DB_NAME}
              nginx:
                extends:
                  file: docker-compose.yml
                  service: nginx
            """;

    @TempDir Path directory;

    @BeforeAll
    static void engine() throws Exception {
        RealEngine.orSkip();
    }

    @Test
    void productionFileAloneDoesNotResolve() throws Exception {
        write("docker-compose.yml", BASE);
        write("docker-compose.prod.yml", PRODUCTION);
        assertThatThrownBy(() -> resolve("docker-compose.prod.yml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("uses the volume \"static_volume\"")
                .hasMessageContaining("1. give docker-compose.yml too, first")
                .hasMessageContaining("2. or declare it in docker-compose.prod.yml");
    }

    @Test
    void bothFilesResolve() throws Exception {
        write("docker-compose.yml", BASE);
        write("docker-compose.prod.yml", PRODUCTION);
        ComposeConfig.Resolved resolved = resolve("docker-compose.yml", "docker-compose.prod.yml");
        assertThat(resolved.unset()).containsExactly("DB_NAME");
        ComposeService web = resolved.project().service("web");
        assertThat(web.environment()).containsEntry("SECRET_KEY", "a$$b");
        assertThat(web.containerName()).contains("django_erp_web");
        // what is written for a release resolves to the same again
        write("release.yml", resolved.project().edit().withoutContainerName("web").toYaml());
        ComposeProject again = resolve("release.yml").project();
        assertThat(again.service("web").environment()).isEqualTo(web.environment());
        assertThat(again.service("web").volumes()).isEqualTo(web.volumes());
        assertThat(again.service("web").containerName()).isEmpty();
    }

    @Test
    void yamlErrorIsPlaced() throws Exception {
        write("c.yml", "services:\n  web:\n    image: a\n   command: b\n");
        assertThatThrownBy(() -> resolve("c.yml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("c.yml:4:4: not valid YAML");
    }

    @Test
    void unknownKeyAndMissingFileArePlaced() throws Exception {
        write("c.yml", "services:\n  web:\n    imag: a\n");
        assertThatThrownBy(() -> resolve("c.yml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("c.yml:3: ")
                .hasMessageContaining("imag");
        assertThatThrownBy(() -> resolve("missing.yml"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no file")
                .hasMessageContaining("missing.yml");
    }

    private ComposeConfig.Resolved resolve(String... files) throws Exception {
        ComposeCommands commands =
                new ComposeCommands(
                        "compose-config-it",
                        List.of(files).stream().map(f -> directory.resolve(f).toString()).toList(),
                        Optional.empty(),
                        Optional.of(directory.toString()));
        try {
            return ComposeConfig.resolve(
                    RealEngine.SHELL,
                    commands,
                    Map.of("SECRET_KEY", "a$b"),
                    f -> Files.readString(Path.of(f)));
        } catch (ConfigException e) {
            throw new ConfigException(e.getMessage().replace(directory + "/", ""));
        }
    }

    private void write(String file, String text) throws Exception {
        Files.writeString(directory.resolve(file), text);
    }
}
