package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.operation.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web that Traefik finds by its labels goes out of the rotation before it stops. */
class SimulatedTraefikTest {
    private static final String PROJECT = SimulatedSystem.PROJECT;

    private static SimulatedSystem first(String strategy) throws Exception {
        SimulatedSystem system = new SimulatedSystem(strategy, "warm: 10m", "labelled");
        assertThat(system.deploy("v1").outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        system.lines.clear();
        system.host.ask(PROJECT);
        return system;
    }

    @ParameterizedTest
    @ValueSource(strings = {"rolling", "blueGreen"})
    void thereAndBackLosesNothing(String strategy) throws Exception {
        SimulatedSystem system = first(strategy);
        DeployResult two = system.deploy("v2");
        assertThat(two.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(system.rollback(MigrationPolicy.KEEP).outcome())
                .as(system.log())
                .isEqualTo(Outcome.DONE);
        assertThat(system.current()).isEqualTo(two.previous());
        assertThat(system.host.answers()).as(system.host.failures() + "").containsExactly(200);
        assertThat(system.host.requests()).isGreaterThan(100);
        assertThat(system.host.unknown()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2-crash", "v2-ill", "v2-migration"})
    void aFailureLosesNothing(String tag) throws Exception {
        SimulatedSystem system = first("rolling");
        DeployResult result = system.deploy(tag);
        assertThat(result.outcome()).as(system.log()).isEqualTo(Outcome.FAILED);
        assertThat(system.current()).isEqualTo(result.previous());
        assertThat(system.host.answers()).as(system.host.failures() + "").containsExactly(200);
        assertThat(system.releasesRunning()).isEqualTo(List.of(system.current()));
    }

    @Test
    void theReleasesCheckFailsAtTheFile() throws Exception {
        SimulatedSystem system = first("rolling");
        assertThat(
                        system.host
                                .file(
                                        "/opt/erp/.erp/releases/"
                                                + system.current()
                                                + "/compose.json")
                                .orElseThrow())
                .contains("/tmp/.erp-drain", "$$1", "python3 -c 'ask()'");
    }
}
