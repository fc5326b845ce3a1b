package io.jenkins.plugins.erp.runner.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NamespacesTest {

    @Test
    void commandsAreLedIn() {
        assertThat(Namespaces.within(4711))
                .containsExactly(
                        "nsenter", "--target", "4711", "--mount", "--pid", "--net", "--ipc", "--");
        assertThat(Namespaces.UNSHARE)
                .startsWith("unshare", "--mount", "--pid", "--net", "--ipc")
                .contains("--kill-child")
                .endsWith("sh", "-c", Namespaces.KEEPER);
    }

    /** What it removes at its end is the host's own, whatever the environment names. */
    @Test
    void theKeeperEndsWithoutItsOwnSocketsAndNamesItsEngine() {
        assertThat(Namespaces.KEEPER).contains("tmpfs /run || exit 1;");
        long calls = Pattern.compile("\\bdocker ").matcher(Namespaces.KEEPER).results().count();
        long named =
                Pattern.compile("\\bdocker -H unix:///run/docker\\.sock ")
                        .matcher(Namespaces.KEEPER)
                        .results()
                        .count();
        assertThat(calls).isEqualTo(named).isPositive();
    }
}
