package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.sim.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backups and what is made of them, on a simulated host. */
class SimulatedRestoreTest {
    private static final String PROJECT = SimulatedSystem.PROJECT;

    @Test
    void aRollbackPutsBackWhatWasSavedBeforeTheReleaseThatIsLeft() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        DeployResult one = system.deploy("v1");
        DeployResult two = system.deploy("v2");
        assertThat(system.backups()).extracting(Backup::id).containsExactly(two.release());
        assertThat(system.backups().get(0).release()).isEqualTo(one.release());
        assertThat(system.backups().get(0).sha256()).hasSize(64);
        assertThat(system.host.migrations(PROJECT)).contains("orders.0002_channel");

        DeployResult back = system.rollback(MigrationPolicy.RESTORE);

        assertThat(back.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(system.current()).isEqualTo(one.release());
        assertThat(system.host.migrations(PROJECT)).doesNotContain("orders.0002_channel");
        assertThat(system.host.request(PROJECT)).isEqualTo(200);
        // what the newer release had written is not lost
        assertThat(system.backups()).hasSize(2);
        assertThat(system.host.unknown()).isEmpty();
    }

    @Test
    void aRestoreIsCaughtUpWithTheReleaseThatServes() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        system.deploy("v1");
        DeployResult two = system.deploy("v2");

        DeployResult result = system.restore(two.release());

        assertThat(result.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(result.migrationsApplied()).containsExactly("orders.0002_channel");
        assertThat(system.current()).isEqualTo(two.release());
        assertThat(system.host.request(PROJECT)).isEqualTo(200);
        assertThat(system.releasesRunning()).containsExactly(two.release());
        assertThatThrownBy(() -> system.restore("20200101T000000Z-none"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no whole backup");
        assertThat(system.host.unknown()).isEmpty();
        assertThat(system.leased()).isFalse();
    }

    /** Whatever goes wrong once: the old data or the restored, whole, and the release serves. */
    @Test
    void oneFaultAnywhereInARestore() throws Exception {
        SimulatedSystem whole = new SimulatedSystem();
        whole.deploy("v1");
        String backup = whole.deploy("v2").release();
        whole.host.faults(Fault.Plan.NEVER);
        assertThat(whole.restore(backup).outcome()).as(whole.log()).isEqualTo(Outcome.DONE);
        int commands = whole.host.commands();
        List<String> wrong = new ArrayList<>();
        Fault[] faults = {
            Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.LOST_AFTER, Fault.KILLED_AFTER
        };
        for (int at = 0; at < commands; at += 2) {
            Fault fault = faults[at / 2 % faults.length];
            SimulatedSystem system = new SimulatedSystem();
            system.deploy("v1");
            String id = system.deploy("v2").release();
            system.host.faults(Fault.Plan.once(at, fault));
            String where = fault + " at command " + at;
            String ended;
            try {
                ended = system.restore(id).outcome().name();
            } catch (OperationException | ConfigException e) {
                ended = e.getMessage();
            } catch (Fault.ProcessKilledError e) {
                ended = "killed";
            }
            system.host.faults(Fault.Plan.NEVER);
            if (ended.equals("killed") || system.leased() || !system.openJournals().isEmpty()) {
                // the next run mends what this one left
                system.clock.advance(Duration.ofMinutes(2));
                system.restore(id);
            }
            if (system.host.request(PROJECT) != 200
                    || !system.host.migrations(PROJECT).contains("orders.0002_channel")
                    || !system.openJournals().isEmpty()
                    || !system.host.unknown().isEmpty()
                    || ended.equals(Outcome.NEEDS_PERSON.name())) {
                wrong.add(where + " ended " + ended + "\n" + system.log());
            }
        }
        assertThat(wrong).as("of " + commands + " places").isEmpty();
    }

    /** The same for a rollback to before a backup: one of the two releases, with its own data. */
    @Test
    void oneFaultAnywhereInARollbackThatRestores() throws Exception {
        SimulatedSystem whole = new SimulatedSystem();
        whole.deploy("v1");
        whole.deploy("v2");
        SimulatedSystem counted = whole.copy();
        counted.host.faults(Fault.Plan.NEVER);
        DeployResult back = counted.rollback(MigrationPolicy.RESTORE);
        assertThat(back.outcome()).as(counted.log()).isEqualTo(Outcome.DONE);
        int commands = counted.host.commands();
        Fault[] faults = {
            Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.LOST_AFTER, Fault.KILLED_AFTER
        };
        List<String> wrong = new ArrayList<>();
        for (int at = 0; at < commands; at++) {
            Fault fault = faults[at % faults.length];
            SimulatedSystem system = whole.copy();
            system.host.faults(Fault.Plan.once(at, fault));
            String ended;
            try {
                ended = system.rollback(MigrationPolicy.RESTORE).outcome().name();
            } catch (OperationException | ConfigException e) {
                ended = e.getMessage();
            } catch (Fault.ProcessKilledError e) {
                ended = "killed";
            }
            system.host.faults(Fault.Plan.NEVER);
            if (ended.equals("killed") || system.leased() || !system.openJournals().isEmpty()) {
                system.clock.advance(Duration.ofMinutes(2));
                system.resume();
            }
            boolean older = system.current().equals(back.release());
            if (system.host.request(PROJECT) != 200
                    || older == system.host.migrations(PROJECT).contains("orders.0002_channel")
                    || !system.releasesRunning().equals(List.of(system.current()))
                    || system.running("beat").size() != 1
                    || !system.openJournals().isEmpty()
                    || !system.host.unknown().isEmpty()
                    || ended.equals(Outcome.NEEDS_PERSON.name())) {
                wrong.add(fault + " at command " + at + " ended " + ended + "\n" + system.log());
            }
        }
        assertThat(wrong).as("of " + commands + " places").isEmpty();
    }

    /**
     * A release that never gets healthy with its data: the newer one is asked only when it has its
     * own again.
     */
    @Test
    void aRollbackThatFailsGivesTheNewerReleaseItsDatabaseBackBeforeItIsStarted() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        system.deploy("v1");
        DeployResult two = system.deploy("v2");
        List<String> done = new ArrayList<>();
        system.host.faults(
                (number, command) -> {
                    done.add(String.join(" ", command.argv()));
                    return new String(command.stdin(), StandardCharsets.UTF_8)
                                    .contains("ERP-HEALTH")
                            ? Fault.ERROR_BEFORE
                            : Fault.NONE;
                });

        DeployResult back = system.rollback(MigrationPolicy.RESTORE);

        assertThat(back.outcome()).as(system.log()).isEqualTo(Outcome.FAILED);
        assertThat(system.current()).isEqualTo(two.release());
        assertThat(system.host.migrations(PROJECT)).contains("orders.0002_channel");
        assertThat(system.host.request(PROJECT)).isEqualTo(200);
        assertThat(system.releasesRunning()).containsExactly(two.release());
        assertThat(last(done, "docker start")).isGreaterThan(last(done, " RENAME TO "));
    }

    private static int last(List<String> commands, String words) {
        for (int i = commands.size() - 1; i >= 0; i--) {
            if (commands.get(i).contains(words)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void oldBackupsGoWithTheirRecords() {
        List<String> names =
                List.of(
                        "20260101T000000Z-a.dump",
                        "20260101T000000Z-a.json",
                        "20260102T000000Z-b.dump",
                        "20260102T000000Z-b.json",
                        "20260103T000000Z-c.dump");
        assertThat(Backup.toPrune(names, 2))
                .containsExactly("20260101T000000Z-a.dump", "20260101T000000Z-a.json");
        assertThat(Backup.toPrune(names, 5)).isEmpty();
    }
}
