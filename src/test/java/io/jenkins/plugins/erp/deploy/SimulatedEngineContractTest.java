package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.runner.sim.SimClock;
import io.jenkins.plugins.erp.runner.sim.SimRegistry;
import io.jenkins.plugins.erp.runner.sim.SimulatedHost;
import io.jenkins.plugins.erp.shell.Shell;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;

/** The contract on the simulated host. */
class SimulatedEngineContractTest extends EngineContract {
    private final SimClock clock = new SimClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final SimulatedHost host = new SimulatedHost("deploy@erp1", clock, new SimRegistry());

    @BeforeEach
    @Override
    void begin() throws Exception {
        host.run(DockerCommands.pull(ImageReference.parse("redis:8"))).orThrow();
        super.begin();
    }

    @Override
    Shell shell() {
        return host;
    }

    @Override
    String project() {
        return "contract";
    }

    @Override
    String path() {
        return "/opt/contract";
    }

    @Override
    void pass(Duration time) {
        clock.advance(time);
    }
}
