package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.sim.Fault;
import org.junit.jupiter.api.Test;

/** What a deploy does about migrations that break the release that serves, by erp.yaml's word. */
class SimulatedHazardsTest {
    private static final String MIGRATION = "orders.0002_drop_note";

    private static DeployResult second(SimulatedSystem system) throws Exception {
        system.deploy("v1");
        system.lines.clear();
        return system.deploy("v2-drop");
    }

    @Test
    void theyAreToldAndAppliedWhereNothingIsSaid() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        DeployResult result = second(system);
        assertThat(result.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(system.log()).contains("WARN").contains(MIGRATION + ", RemoveField");
    }

    @Test
    void theyAreRefusedWithNothingChanged() throws Exception {
        SimulatedSystem system = SimulatedSystem.saying("migrations: {policy: refuse}");
        DeployResult result = second(system);
        assertThat(result.outcome()).as(system.log()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure())
                .contains(MIGRATION, "orders_order.note", "migrations: allow", "Instead:");
        assertThat(system.current()).isEqualTo(result.previous());
        assertThat(system.host.migrations(SimulatedSystem.PROJECT)).doesNotContain(MIGRATION);
        // static files were not touched, so they are not collected again
        assertThat(system.log()).doesNotContain("static files copied");
        assertThat(system.openJournals()).isEmpty();
    }

    @Test
    void oneThatIsAllowedPasses() throws Exception {
        SimulatedSystem system =
                SimulatedSystem.saying(
                        "migrations: {policy: maintenance, allow: [" + MIGRATION + "]}");
        assertThat(second(system).outcome()).as(system.log()).isEqualTo(Outcome.DONE);
    }

    @Test
    void maintenanceWithoutAPageToShowIsRefused() throws Exception {
        SimulatedSystem system =
                new SimulatedSystem("recreate", "migrations: {policy: maintenance}");
        system.deploy("v1");
        system.host.write(
                "/opt/erp/config/nginx.conf",
                "http { server { location / { proxy_pass http://$host:8000; } } }\n");
        DeployResult result = system.deploy("v2-drop");
        assertThat(result.outcome()).as(system.log()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure()).contains("maintenance page", MIGRATION);
    }

    @Test
    void aDryRunShowsThemWhenTheImageIsOnTheHost() throws Exception {
        SimulatedSystem system = SimulatedSystem.saying("migrations: {policy: refuse}");
        DeployResult refused = second(system);
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        system.lines.clear();
        system.dryRun("v2-drop");
        assertThat(system.log())
                .contains("would apply " + MIGRATION)
                .contains("hazards:")
                .contains("orders_order.note");
        assertThat(system.host.migrations(SimulatedSystem.PROJECT)).doesNotContain(MIGRATION);
        assertThat(system.host.unknown()).isEmpty();
    }

    /** The Compose file that the look runs with holds the environment's secrets. */
    @Test
    void aDryRunThatIsKilledAnywhereLeavesNoFileBehind() throws Exception {
        SimulatedSystem ready = SimulatedSystem.saying("migrations: {policy: refuse}");
        second(ready);
        SimulatedSystem whole = ready.copy();
        whole.host.faults(Fault.Plan.NEVER);
        whole.dryRun("v2-drop");
        assertThat(whole.log()).contains("would apply " + MIGRATION);
        int commands = whole.host.commands();
        for (int at = 0; at < commands; at++) {
            SimulatedSystem system = ready.copy();
            system.host.faults(Fault.Plan.once(at, Fault.KILLED_AFTER));
            assertThatThrownBy(() -> system.dryRun("v2-drop"))
                    .isInstanceOf(Fault.ProcessKilledError.class);
            assertThat(system.host.list("/tmp")).as("killed at command " + at).isEmpty();
        }
    }
}
