package io.jenkins.plugins.erp.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.proxy.ProxyMover.Steered;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostsFileTest {
    private static final List<String> NAMES = List.of("web", "app");
    private static final String PLAIN = "127.0.0.1\tlocalhost\n10.0.0.9\tproxy\n";

    @Test
    void steersAndIsAsBeforeAfterwards() {
        List<String> lines =
                HostsFile.lines(List.of("10.0.0.2", "10.0.0.3"), NAMES, HostsFile.PINNED);
        String steered =
                HostsFile.steer(HostsFile.steer(PLAIN, List.of("x " + HostsFile.MARK)), lines);
        assertThat(steered)
                .isEqualTo(
                        PLAIN
                                + "10.0.0.2 web app # erp-pipeline pinned\n"
                                + "10.0.0.3 web app # erp-pipeline pinned\n");
        assertThat(HostsFile.clean(steered)).isEqualTo(PLAIN);
    }

    @Test
    void saysWhereItSteersTo() {
        List<String> two = List.of("10.0.0.2", "10.0.0.3");
        assertThat(HostsFile.steered(PLAIN, two, NAMES)).isEqualTo(Steered.NOT);
        for (String mark : List.of(HostsFile.MARK, HostsFile.PINNED)) {
            String steered = HostsFile.steer(PLAIN, HostsFile.lines(two, NAMES, mark));
            assertThat(HostsFile.steered(steered, two, NAMES)).isEqualTo(Steered.THERE);
            assertThat(HostsFile.steered(steered, List.of("10.0.0.2"), NAMES))
                    .isEqualTo(Steered.ELSEWHERE);
            assertThat(HostsFile.steered(steered + HostsFile.MOVING + "\n", two, NAMES))
                    .as("not known to be loaded")
                    .isEqualTo(Steered.ELSEWHERE);
        }
    }
}
