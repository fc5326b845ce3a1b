package io.jenkins.plugins.erp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "postgres,postgres,,",
        "postgres:17-alpine,postgres,17-alpine,",
        "registry.example.com:5000/team/erp:1.4,registry.example.com:5000/team/erp,1.4,registry.example.com:5000",
        "localhost/erp,localhost/erp,,localhost",
        "library/a__b,library/a__b,,",
        "[::1]:5000/erp:x,[::1]:5000/erp,x,[::1]:5000"
    })
    void splitsTheWrittenForm(String text, String repository, String tag, String registry) {
        ImageReference reference = ImageReference.parse(text);
        assertThat(reference.repository()).isEqualTo(repository);
        assertThat(reference.tag().orElse(null)).isEqualTo(tag);
        assertThat(reference.registry().orElse(null)).isEqualTo(registry);
        assertThat(reference).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--privileged",
                "-it",
                "x; rm -rf /",
                "x:$(id)",
                "team/Erp",
                "erp:",
                "erp:-x",
                "erp@sha256:123",
                "a b",
                "erp\n",
                "",
                "erp::1",
                "/erp"
            })
    void refusesWhatIsNoReference(String text) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an image reference");
    }

    @Test
    void pinsByDigest() {
        ImageReference tagged = ImageReference.parse("r.example.com/erp:1").withDigest(DIGEST);
        assertThat(tagged).hasToString("r.example.com/erp:1@" + DIGEST);
        assertThat(tagged.pinned()).hasToString("r.example.com/erp@" + DIGEST);
        assertThat(tagged.withTag("2")).hasToString("r.example.com/erp:2");
        assertThat(ImageReference.parse(tagged.toString())).isEqualTo(tagged);
        assertThatThrownBy(() -> tagged.withTag("--help"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
