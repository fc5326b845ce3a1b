package io.jenkins.plugins.erp.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.config.BuildConfig;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.config.HealthConfig;
import io.jenkins.plugins.erp.config.ScanConfig;
import io.jenkins.plugins.erp.config.TestConfig;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.RealEngine;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Workspace;
import io.jenkins.plugins.erp.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds on the real engine, from nothing but {@code scratch}: no image is fetched. */
class BuildOperationIT {
    private static final String COMMIT = "00000000000b01dfacade0000000000000000001";
    private static final String TAG = COMMIT.substring(0, 12);
    private static final String GOOD =
            """
            FROM scratch AS base
            ARG COLOUR
            LABEL colour=$COLOUR
            COPY hello.txt /hello.txt
            FROM base AS tools
            COPY hello.txt /tools.txt
            FROM base AS final
            CMD ["/nothing"]
            """;

    @TempDir Path directory;
    private final List<String> console = Collections.synchronizedList(new ArrayList<>());
    private final List<String> made = new ArrayList<>();

    @BeforeAll
    static void engine() throws Exception {
        RealEngine.orSkip();
    }

    @AfterEach
    void clean() throws Exception {
        for (String image : made) {
            RealEngine.SHELL.run(DockerCommands.removeImage(image));
        }
    }

    @Test
    void tagsLabelsAndTestImage() throws Exception {
        String repository = "build-operation-it/erp";
        for (String tag : List.of(TAG, "main", "latest", "9.9", TAG + "-test")) {
            made.add(repository + ":" + tag);
        }
        BuildResult result = build(repository, GOOD, Map.of(), false);
        assertThat(result.references())
                .extracting(r -> r.tag().orElse(""))
                .containsExactly(TAG, "main", "latest", "9.9");
        assertThat(result.testImage()).hasToString("Optional[" + repository + ":" + TAG + "-test]");
        assertThat(result.digest()).isEmpty();
        assertThat(result.size()).isPositive();
        JsonNode image = inspect(repository + ":9.9");
        assertThat(image.path("Id").asText()).isEqualTo(result.imageId().orElseThrow());
        JsonNode labels = image.path("Config").path("Labels");
        assertThat(labels.path("org.opencontainers.image.revision").asText()).isEqualTo(COMMIT);
        assertThat(labels.path("org.opencontainers.image.version").asText()).isEqualTo("9.9");
        assertThat(labels.path("org.opencontainers.image.title").asText()).isEqualTo("erp");
        assertThat(labels.path("org.opencontainers.image.source").asText())
                .isEqualTo("https://git.example.com/erp.git");
        assertThat(labels.path("colour").asText()).isEqualTo("green");
        assertThat(inspect(repository + ":" + TAG + "-test").path("RootFS").path("Layers"))
                .hasSize(2);
        assertThat(console).anyMatch(l -> l.startsWith("INFO   [base 1/1] COPY hello.txt"));
        assertThat(result.toMap()).containsEntry("commit", COMMIT).containsEntry("pushed", false);
    }

    @Test
    void failureNamesTheLineOfTheDockerfile() {
        assertThatThrownBy(
                        () ->
                                build(
                                        "build-operation-it/broken",
                                        "FROM scratch\nCOPY hello.txt /\nCOPY missing.txt /\n",
                                        Map.of(),
                                        false))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("it failed at Dockerfile:3: ")
                .hasMessageContaining("COPY missing.txt /")
                .hasMessageContaining("Nothing was pushed");
    }

    @Test
    void missingSecretAndDockerfileAreRefusedFirst() {
        assertThatThrownBy(
                        () ->
                                build(
                                        "build-operation-it/x",
                                        GOOD,
                                        Map.of("pip", "PIP_TOKEN"),
                                        false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the variable PIP_TOKEN is not set");
        assertThatThrownBy(() -> build("build-operation-it/x", null, Map.of(), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no Dockerfile in");
    }

    @Test
    void pushThatFailsSaysThatTheImageIsBuilt() {
        // nothing listens on the discard port of this machine
        String repository = "127.0.0.1:9/erp";
        for (String tag : List.of(TAG, "main", "latest", "9.9", TAG + "-test")) {
            made.add(repository + ":" + tag);
        }
        assertThatThrownBy(() -> build(repository, GOOD, Map.of(), true))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining(
                        repository + ":" + TAG + " was built on this machine but not pushed")
                .hasMessageContaining("| ");
    }

    private BuildResult build(
            String repository, String dockerfile, Map<String, String> secrets, boolean push)
            throws Exception {
        Files.writeString(directory.resolve("hello.txt"), "hello\n");
        Files.deleteIfExists(directory.resolve("Dockerfile"));
        if (dockerfile != null) {
            Files.writeString(directory.resolve("Dockerfile"), dockerfile);
        }
        BuildConfig d = BuildConfig.DEFAULT;
        BuildConfig build =
                new BuildConfig(
                        d.context(),
                        d.dockerfile(),
                        d.target(),
                        Map.of("COLOUR", "red"),
                        secrets,
                        d.platforms(),
                        d.tags(),
                        d.push(),
                        false,
                        Duration.ofMinutes(5));
        boolean stages = dockerfile != null && dockerfile.contains("AS tools");
        TestConfig t = TestConfig.DEFAULT;
        TestConfig test =
                new TestConfig(
                        stages ? Optional.of("tools") : Optional.empty(),
                        t.suites(),
                        t.services(),
                        t.env(),
                        t.coverage());
        ErpConfig config =
                new ErpConfig(
                        "erp",
                        repository,
                        List.of(),
                        Map.of(),
                        List.of(),
                        build,
                        HealthConfig.DEFAULT,
                        test,
                        ScanConfig.DEFAULT,
                        Map.of());
        Shell shell = RealEngine.SHELL;
        OperationContext context =
                new OperationContext(
                        config,
                        shell,
                        (environment, host) -> shell,
                        new ReadOnly(directory),
                        (level, line) -> console.add(level + " " + line),
                        Clock.systemUTC(),
                        Map.of(
                                "GIT_COMMIT",
                                COMMIT,
                                "BRANCH_NAME",
                                "main",
                                "GIT_URL",
                                "https://git.example.com/erp.git"),
                        "test");
        return new BuildOperation()
                .run(
                        new BuildRequest(
                                List.of("9.9"),
                                Map.of("COLOUR", "green"),
                                Optional.empty(),
                                Optional.of(push),
                                Optional.empty()),
                        context);
    }

    private static JsonNode inspect(String image) throws Exception {
        return new ObjectMapper()
                .readTree(
                        RealEngine.SHELL.run(DockerCommands.imageInspect(image)).orThrow().stdout())
                .path(0);
    }

    /** A directory that is only read. */
    private record ReadOnly(Path directory) implements Workspace {
        @Override
        public String path() {
            return directory.toString();
        }

        @Override
        public boolean exists(String relative) {
            return Files.isRegularFile(directory.resolve(relative));
        }

        @Override
        public String read(String relative) throws IOException {
            return Files.readString(directory.resolve(relative));
        }

        @Override
        public InputStream open(String relative) throws IOException {
            return Files.newInputStream(directory.resolve(relative));
        }

        @Override
        public void write(String relative, String text) {
            throw new AssertionError("a build writes nothing");
        }

        @Override
        public List<String> find(String pattern) {
            throw new AssertionError("a build searches nothing");
        }

        @Override
        public void delete(String relative) {
            throw new AssertionError("a build deletes nothing");
        }
    }
}
