package io.jenkins.plugins.erp.runner.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.shell.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkTest {
    private final Link link = new Link(7);

    @Test
    void oneEndIsHereTheOtherInTheHost() {
        assertThat(link.make(4711).argv())
                .isEqualTo(words("ip link add erp-host7 type veth peer name eth0 netns 4711"));
        assertThat(link.upHere().stream().map(Command::argv))
                .containsExactly(
                        words("ip address add 198.18.7.1/30 dev erp-host7"),
                        words("ip link set erp-host7 up"));
    }

    /** No default route: nothing of the host gets further than this machine. */
    @Test
    void theHostKnowsNoWayButToThisMachine() {
        assertThat(link.upThere().stream().map(Command::argv))
                .containsExactly(
                        words("ip link set lo up"),
                        words("ip address replace 198.18.7.2/30 dev eth0"),
                        words("ip link set eth0 up"),
                        words("ip route replace 198.18.0.0/15 via 198.18.7.1"));
        assertThat(link.down().argv()).isEqualTo(words("ip link set eth0 down"));
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }
}
