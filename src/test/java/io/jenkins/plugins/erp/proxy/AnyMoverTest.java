package io.jenkins.plugins.erp.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.shell.CommandResult;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnyMoverTest {
    private static final List<String> NAMES = List.of("web");
    private final List<List<String>> ran = new ArrayList<>();
    private final ProxyMover mover =
            ProxyMover.on(
                    (command, output) -> {
                        ran.add(command.argv());
                        return new CommandResult(command, "host", 0, "", List.of(), Duration.ZERO);
                    },
                    time -> {},
                    Duration.ofSeconds(10));

    @ParameterizedTest
    @ValueSource(strings = {"lucaslorentz/caddy-docker-proxy:2.9"})
    void whatFindsWebByItselfIsRefusedAndOtherwiseLeftAlone(String image) throws Exception {
        ContainerState proxy = container(image);
        assertThatThrownBy(() -> mover.check(proxy, NAMES))
                .isInstanceOf(PhaseException.class)
                .hasMessageContaining("erp-proxy-1")
                .hasMessageContaining("strategy: recreate");
        assertThat(mover.steered(proxy, List.of(), NAMES)).isEqualTo(ProxyMover.Steered.THERE);
        mover.pointAt(proxy, List.of(), NAMES, new Progress(Console.NONE, Clock.systemUTC()));
        mover.clean(proxy);
        assertThat(ran).isEmpty();
    }

    @Test
    void aNameThatSaysNothingIsTakenForNginx() throws Exception {
        mover.check(container("team/front:1"), NAMES);
        assertThat(ran)
                .containsExactly(List.of("docker", "exec", "--user", "0", "c1", "nginx", "-T"));
    }

    private static ContainerState container(String image) {
        return ContainerState.parse(
                        "[{\"Id\": \"c1\", \"Name\": \"/erp-proxy-1\", \"State\": {\"Status\":"
                                + " \"running\"}, \"Config\": {\"Image\": \""
                                + image
                                + "\"}}]")
                .get(0);
    }
}
