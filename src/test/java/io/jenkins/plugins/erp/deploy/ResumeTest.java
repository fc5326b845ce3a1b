package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Lease;
import io.jenkins.plugins.erp.runner.sim.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody does about a run that a dead process has left, on one host and on several. */
class ResumeTest {
    private static final int EVERY = "all".equals(System.getProperty("erp.faults")) ? 1 : 43;

    /** Killed anywhere, a resume ends it forward or back, and says which. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunKilledAnywhereEndsInOneOfTheTwoGoodStates(boolean undo) throws Exception {
        List<String> wrong = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (int host = 0; host < 3; host += 2) {
            int commands = SimulatedFleetTest.count(host);
            for (int at = 5 + host; at < commands; at += EVERY) {
                SimulatedFleet fleet = SimulatedFleetTest.killed(host, at, Fault.KILLED_AFTER);
                String before = fleet.current(0);
                fleet.clock.advance(Duration.ofMinutes(2));
                ResumeResult result = fleet.resume(undo);
                String where = "killed at " + at + " of host " + (host + 1) + ", " + result;
                if (result.runs().isEmpty() && !fleet.leftOver(where).isEmpty()) {
                    wrong.add(where + ": nothing found, and something left");
                }
                wrong.addAll(fleet.unsettled(where));
                wrong.addAll(fleet.leftOver(where));
                for (DeployResult run : result.runs()) {
                    boolean forward = run.outcome() == Outcome.DONE;
                    seen.add(forward ? "forward" : "back");
                    if (!fleet.current(0).equals(forward ? run.release() : before)) {
                        wrong.add(where + ": current is " + fleet.current(0));
                    }
                }
                if (fleet.failedRequests() > 0) {
                    wrong.add(where + ": " + fleet.failedRequests() + " requests failed");
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).contains(undo ? "back" : "forward");
    }

    @Test
    void theSameBuildGoesOnAndAnotherTakesBack() throws Exception {
        for (boolean same : new boolean[] {true, false}) {
            SimulatedFleet fleet = killedWhileSwitching();
            if (!same) {
                fleet.variables = Map.of("GIT_COMMIT", "f".repeat(40));
            }
            fleet.lines.clear();
            DeployResult next = fleet.deploy("v2");
            assertThat(next.outcome()).as(fleet.log()).isEqualTo(Outcome.DONE);
            assertThat(fleet.log())
                    .contains(same ? "it is finished first" : "it is taken back first")
                    .contains("by test since 2026-03-01T");
            assertThat(fleet.unsettled("next")).isEmpty();
            assertThat(next.release()).endsWith(same ? "-0123456" : "-fffffff");
        }
    }

    @Test
    void nothingLeftIsSaid() throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(2);
        fleet.deploy("v1");
        assertThat(fleet.resume(false).summary()).contains("no run was left unfinished");
        assertThat(fleet.unlock(false).summary()).contains("nobody holds it");
    }

    @Test
    void unlockFreesTheDeadAndKeepsTheLivingUnlessForced() throws Exception {
        SimulatedFleet fleet = killedWhileSwitching();
        fleet.clock.advance(Duration.ofMinutes(2));
        assertThat(fleet.unlock(false).freed().keySet())
                .containsExactly("deploy@erp1", "deploy@erp2", "deploy@erp3");
        assertThat(fleet.hosts.get(0).file("/opt/erp/.erp/ledger.jsonl").orElse(""))
                .contains("\"kind\":\"unlock\"")
                .contains("from test (deploy of registry.test/erp:v2)");

        Lease.tryAcquire(new HostState(fleet.hosts.get(1), "/opt/erp"), "somebody", "backup");
        assertThatThrownBy(() -> fleet.unlock(false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("deploy@erp2 is held by somebody (backup)")
                .hasMessageContaining("--force");
        assertThat(fleet.unlock(true).freed().keySet()).containsExactly("deploy@erp2");
    }

    private static SimulatedFleet killedWhileSwitching() throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(3);
        fleet.deploy("v1");
        boolean[] dead = {false};
        for (var host : fleet.hosts) {
            host.faults(
                    (index, command) -> {
                        dead[0] |= host == fleet.hosts.get(1) && command.argv().contains("--scale");
                        return dead[0] ? Fault.KILLED_BEFORE : Fault.NONE;
                    });
        }
        assertThatThrownBy(() -> fleet.deploy("v2")).isInstanceOf(Fault.ProcessKilledError.class);
        fleet.noFaults();
        return fleet;
    }
}
