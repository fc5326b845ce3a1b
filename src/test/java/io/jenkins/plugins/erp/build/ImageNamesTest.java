package io.jenkins.plugins.erp.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.docker.ImageReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageNamesTest {
    private static final String COMMIT = "0123456789ABCDEF0123456789abcdef01234567";

    @Test
    void commitBranchLatestAndFurther() throws Exception {
        assertThat(names(source(COMMIT, "origin/main", false), "1.4", "1.4"))
                .containsExactly(
                        "r.example.com/erp:0123456789ab",
                        "r.example.com/erp:main",
                        "r.example.com/erp:latest",
                        "r.example.com/erp:1.4");
        assertThat(names(source(COMMIT, "feature/Übung #7", false)))
                .containsExactly(
                        "r.example.com/erp:0123456789ab", "r.example.com/erp:feature-bung-7");
        assertThat(names(source(COMMIT, "main", true)))
                .containsExactly("r.example.com/erp:0123456789ab-dirty", "r.example.com/erp:main");
        assertThat(names(source(null, null, false))).containsExactly("r.example.com/erp:local");
        assertThat(names(source("--upload-pack=x", "--x", false)))
                .containsExactly("r.example.com/erp:local", "r.example.com/erp:x");
    }

    @Test
    void primaryBranchOfAMultibranchProjectIsLatest() throws Exception {
        Source source =
                Source.of(
                        Optional.of(COMMIT),
                        Optional.of("trunk"),
                        false,
                        Optional.of("true"),
                        Optional.of("https://user:token@git.example.com/erp.git"));
        assertThat(names(source)).contains("r.example.com/erp:latest");
        assertThat(source.url()).contains("https://git.example.com/erp.git");
    }

    @Test
    void testImageStandsBesideTheImage() throws Exception {
        ImageReference image = ImageNames.image("r.example.com/erp", source(COMMIT, "x", false));
        assertThat(ImageNames.testImage(image)).hasToString("r.example.com/erp:0123456789ab-test");
        assertThat(ImageNames.testImage(ImageReference.parse("erp")))
                .hasToString("erp:latest-test");
        assertThat(ImageNames.testImage(ImageReference.parse("erp:" + "x".repeat(128))).tag())
                .hasValueSatisfying(t -> assertThat(t).hasSize(128).endsWith("-test"));
    }

    @Test
    void badNamesAreRefused() {
        for (String tag : List.of("x; rm -rf /", "--privileged", "", "a/b")) {
            assertThatThrownBy(() -> names(source(COMMIT, "main", false), tag))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("is not a tag");
        }
        assertThatThrownBy(() -> ImageNames.image("erp:1", source(COMMIT, "main", false)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("write the repository alone: erp");
        assertThatThrownBy(() -> ImageNames.image("--help", source(COMMIT, "main", false)))
                .isInstanceOf(ConfigException.class);
    }

    private static List<String> names(Source source, String... further) throws ConfigException {
        return ImageNames.all("r.example.com/erp", source, List.of(further)).stream()
                .map(ImageReference::toString)
                .toList();
    }

    private static Source source(String commit, String branch, boolean dirty) {
        return Source.of(
                Optional.ofNullable(commit),
                Optional.ofNullable(branch),
                dirty,
                Optional.empty(),
                Optional.empty());
    }
}
