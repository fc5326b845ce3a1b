package io.jenkins.plugins.erp.runner.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.runner.host.HostFacts.Mirror;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AptSourcesTest {
    private static final String DEB822 =
            """
            Types: deb
            # a comment
            URIs: http://mirror.example/debian-security
            Suites: bookworm-security
            Components: main

            Types: deb
            URIs: https://mirror.example/debian
            Suites: bookworm bookworm-updates
            Components: main
            Signed-By: /usr/share/keyrings/archive.gpg
            """;

    @Test
    void theStanzaWithTheSuiteIsTaken() {
        assertThat(AptSources.mirror(List.of("", DEB822), "bookworm"))
                .contains(
                        new Mirror(
                                "https://mirror.example/debian",
                                Optional.of("/usr/share/keyrings/archive.gpg")));
    }

    @Test
    void oneLineSourcesAreReadToo() {
        String lines =
                """
                # deb http://old.example/debian bookworm main
                deb-src http://source.example/debian bookworm main
                deb http://third.example nodistro main
                deb [arch=amd64 signed-by=/etc/apt/k.gpg] http://mirror.example/debian bookworm main contrib
                """;

        assertThat(AptSources.mirror(List.of(lines), "bookworm"))
                .contains(
                        new Mirror("http://mirror.example/debian", Optional.of("/etc/apt/k.gpg")));
    }

    @Test
    void whatIsNoWebAddressOrAnotherSuiteIsLeftAlone() {
        assertThat(AptSources.mirror(List.of("deb file:/srv/debian bookworm main"), "bookworm"))
                .isEmpty();
        assertThat(
                        AptSources.mirror(
                                List.of("deb http://m.example/$(id) bookworm main"), "bookworm"))
                .isEmpty();
        assertThat(AptSources.mirror(List.of(DEB822), "trixie")).isEmpty();
    }
}
