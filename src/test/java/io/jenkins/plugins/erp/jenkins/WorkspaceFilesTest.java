package io.jenkins.plugins.erp.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.FilePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceFilesTest {
    @TempDir Path outside;
    private Path root;
    private AgentWorkspace workspace;

    @BeforeEach
    void makeWorkspace() throws IOException {
        root = Files.createDirectory(outside.resolve("workspace"));
        Files.writeString(outside.resolve("secret"), "not yours");
        workspace = new AgentWorkspace(new FilePath(root.toFile()));
    }

    @Test
    void whatWasWrittenIsReadFoundAndDeleted() throws Exception {
        workspace.write("reports/unit/junit.xml", "<é/>");
        workspace.write("reports/coverage.xml", "<c/>");

        assertThat(workspace.read("reports/unit/junit.xml")).isEqualTo("<é/>");
        assertThat(workspace.exists("reports/unit/junit.xml")).isTrue();
        assertThat(workspace.exists("reports/none.xml")).isFalse();
        assertThat(workspace.find("reports/**/*.xml"))
                .containsExactly("reports/coverage.xml", "reports/unit/junit.xml");
        assertThat(workspace.find("**/junit.xml")).containsExactly("reports/unit/junit.xml");
        try (var in = workspace.open("reports/coverage.xml")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("<c/>");
        }

        workspace.delete("reports");
        assertThat(workspace.find("**/*.xml")).isEmpty();
        workspace.delete("reports");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "a/../../secret", "/etc/passwd", "a/../b"})
    void aPathThatLeadsOutIsRefused(String path) {
        assertThatThrownBy(() -> workspace.read(path)).hasMessageContaining("inside the workspace");
        assertThatThrownBy(() -> workspace.write(path, "x"))
                .hasMessageContaining("inside the workspace");
        assertThatThrownBy(() -> workspace.delete(path))
                .hasMessageContaining("inside the workspace");
        assertThatThrownBy(() -> workspace.open(path)).hasMessageContaining("inside the workspace");
        assertThatThrownBy(() -> workspace.exists(path))
                .hasMessageContaining("inside the workspace");
    }

    @Test
    void aSymbolicLinkThatLeadsOutIsRefused() throws Exception {
        Files.createSymbolicLink(root.resolve("link"), outside.resolve("secret"));
        Files.createSymbolicLink(root.resolve("up"), outside);

        assertThatThrownBy(() -> workspace.read("link")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> workspace.open("link")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> workspace.write("up/secret", "x"))
                .hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> workspace.write("up/new/file", "x"))
                .hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> workspace.delete("up/secret"))
                .hasMessageContaining("symbolic link");
        assertThat(workspace.find("**")).doesNotContain("up/secret");
        assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("not yours");
    }

    @Test
    void deletingADirectoryDoesNotFollowLinksInIt() throws Exception {
        Files.createDirectory(root.resolve("reports"));
        Files.createSymbolicLink(root.resolve("reports/out"), outside);

        workspace.delete("reports");

        assertThat(root.resolve("reports")).doesNotExist();
        assertThat(outside.resolve("secret")).exists();
    }

    @Test
    void theWorkspaceItselfIsNotDeleted() {
        assertThatThrownBy(() -> workspace.delete("")).isInstanceOf(IOException.class);
        assertThat(root).exists();
    }
}
