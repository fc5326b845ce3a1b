package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.sim.Fault;
import io.jenkins.plugins.erp.runner.sim.SimulatedHost;
import io.jenkins.plugins.erp.shell.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several hosts, all of them or none. Each kind of fault meets some commands of each host, the
 * kinds and hosts shifted against each other; with {@code -Derp.faults=all} each meets every one.
 */
class SimulatedFleetTest {
    private static final int EVERY = "all".equals(System.getProperty("erp.faults")) ? 1 : 41;
    private static final String PROJECT = SimulatedFleet.PROJECT;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void allAreSwitchedAndGoneBackFromWithoutALostRequest(int size) throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(size);
        DeployResult one = fleet.deploy("v1");
        assertThat(one.outcome()).as(fleet.log()).isEqualTo(Outcome.DONE);
        settled(fleet, "first");
        fleet.hosts.forEach(h -> h.ask(PROJECT));

        DeployResult two = fleet.deploy("v2");
        assertThat(two.outcome()).as(fleet.log()).isEqualTo(Outcome.DONE);
        assertThat(two.migrationsApplied()).containsExactly("orders.0002_channel");
        assertThat(two.hosts()).hasSize(size).allMatch(h -> h.outcome() == Outcome.DONE);
        assertThat(two.hosts().get(0).lead()).isTrue();
        settled(fleet, "second");

        assertThatThrownBy(() -> fleet.rollback(MigrationPolicy.REFUSE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("orders: the database is at 0002_channel");
        DeployResult back = fleet.rollback(MigrationPolicy.REVERSE);
        assertThat(back.outcome()).as(fleet.log()).isEqualTo(Outcome.DONE);
        settled(fleet, "back");
        assertThat(fleet.current(size - 1)).isEqualTo(one.release());
        assertThat(fleet.hosts.get(0).migrations(PROJECT)).doesNotContain("orders.0002_channel");
        assertThat(fleet.failedRequests()).isZero();
        assertThat(fleet.log()).doesNotContain("hunter2").doesNotContain("correct-horse");
    }

    /** What is known to have nothing to do is not told, and the numbers have no holes. */
    @Test
    void aDeployPrintsAtMost200LinesOnItsConsole() throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(5);
        fleet.deploy("v1");
        fleet.lines.clear();

        assertThat(fleet.deploy("v2").outcome()).isEqualTo(Outcome.DONE);

        long lines = fleet.lines.stream().filter(l -> !l.startsWith("DETAIL")).count();
        assertThat(lines).isBetween(10L, 200L);
    }

    @Test
    void phasesAreCountedThatAreTold() throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(2);
        fleet.deploy("v1");
        assertThat(numbers(fleet, "")).containsExactly("1", "2", "3", "4", "5");
        fleet.lines.clear();
        fleet.deploy("v2");
        assertThat(numbers(fleet, "")).containsExactly("1", "2", "3", "4");
        assertThat(numbers(fleet, "erp1 | "))
                .isEqualTo(IntStream.rangeClosed(5, 15).mapToObj(i -> i + "/15").toList());
        assertThat(numbers(fleet, "erp2 | ")).startsWith("5/17").endsWith("17/17");
        assertThat(fleet.lines)
                .filteredOn(l -> l.startsWith("INFO") && l.contains("] "))
                .noneMatch(l -> l.endsWith("Take over what runs"))
                .noneMatch(l -> l.endsWith("Save the database"));
    }

    private static List<String> numbers(SimulatedFleet fleet, String host) {
        return fleet.lines.stream()
                .map(l -> l.replaceFirst("^INFO ", ""))
                .filter(l -> l.matches(Pattern.quote(host) + "\\[[0-9/]+\\] .*"))
                .map(l -> l.substring(host.length() + 1, l.indexOf(']')))
                .toList();
    }

    @Test
    void theLeadGoesFirstAndABadReleaseReachesNoOtherHost() throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(5);
        fleet.deploy("v1");
        fleet.hosts.forEach(h -> h.ask(PROJECT));
        fleet.lines.clear();
        assertThat(fleet.deploy("v2-ill").outcome()).isEqualTo(Outcome.FAILED);
        settled(fleet, "bad");
        assertThat(fleet.failedRequests()).isZero();
        assertThat(fleet.lines.stream().filter(l -> l.contains("] Switch web")))
                .allMatch(l -> l.contains("erp1 | "));
    }

    @Test
    void aHostThatCannotBeReachedIsNamedAndNothingIsTouched() throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(5);
        fleet.deploy("v1");
        String before = fleet.whole();
        fleet.unreachable.add("erp4");
        assertThatThrownBy(() -> fleet.deploy("v2"))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("deploy@erp4 cannot be reached")
                .hasMessageNotContaining("deploy@erp4: deploy@erp4")
                .hasMessageContaining("Nothing was changed on any of the 5 hosts");
        assertThat(fleet.whole()).isEqualTo(before);
    }

    @Test
    void aDatabaseOnEachHostIsRefused() throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(2, "simulated");
        assertThatThrownBy(() -> fleet.deploy("v1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("db and redis, and there are 2 hosts")
                .hasMessageContaining("DB_HOST");
        assertThat(fleet.hosts).allMatch(h -> h.containers(PROJECT).isEmpty());
    }

    /** It would fail after all images are there, each time but the first. */
    @Test
    void aBackupOfADatabaseThatIsElsewhereIsRefused() throws Exception {
        SimulatedFleet fleet = SimulatedFleet.saying(2, "backup: true");
        assertThatThrownBy(() -> fleet.deploy("v1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the 2 hosts share one on a server of its own")
                .hasMessageContaining("backup: false under environments.production");
        assertThat(fleet.hosts).allMatch(h -> h.containers(PROJECT).isEmpty());
    }

    /** The proxy would be moved to the containers of the last one alone. */
    @Test
    void twoWebServicesBehindAProxyAreRefusedUnlessAnOutageIsAccepted() throws Exception {
        String two = "\nroles: {web: [web, worker], proxy: nginx}";
        SimulatedFleet rolling = SimulatedFleet.saying(1, "strategy: rolling" + two);
        assertThatThrownBy(() -> rolling.deploy("v1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("web and worker both answer behind the proxy")
                .hasMessageContaining("strategy: recreate");
        assertThat(rolling.hosts.get(0).containers(PROJECT)).isEmpty();

        SimulatedFleet recreate = SimulatedFleet.saying(1, "strategy: recreate" + two);
        recreate.deploy("v1", true);
        assertThat(recreate.log()).doesNotContain("both answer");
    }

    @Test
    void aHostThatIsHeldLeavesAllFree() throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(5);
        fleet.deploy("v1");
        String before = fleet.whole();
        fleet.between = java.time.Duration.ZERO;
        var held =
                io.jenkins.plugins.erp.release.Lease.tryAcquire(
                        new io.jenkins.plugins.erp.release.HostState(
                                fleet.hosts.get(3), "/opt/erp"),
                        "somebody",
                        "deploy of another");
        assertThatThrownBy(() -> fleet.deploy("v2"))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("deploy@erp4 is held by somebody (deploy of another)");
        held.lease().orElseThrow().release();
        assertThat(fleet.whole()).isEqualTo(before);
    }

    @Test
    void aDryRunTouchesNothing() throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(3);
        fleet.deploy("v1");
        String before = fleet.whole();
        assertThat(fleet.deploy("v2", true).outcome()).isEqualTo(Outcome.DONE);
        assertThat(fleet.whole()).isEqualTo(before);
        assertThat(fleet.lines)
                .containsSubsequence(
                        "INFO what differs from what serves:",
                        "INFO   erp1, erp2, erp3:",
                        "INFO     variables: the same names",
                        "INFO     services with a role: the same names");
        assertThat(fleet.lines).filteredOn(l -> l.contains(" image: registry")).hasSize(1);
        assertThat(fleet.log()).contains("migrations (once, on erp1): ");
    }

    /** One of the hosts was made anew meanwhile. */
    @Test
    void aDryRunTellsOfEachHost() throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(3);
        fleet.deploy("v1");
        fleet.hosts.get(1).run(Command.of("rm", "-rf", "/opt/erp/.erp")).orThrow();
        fleet.deploy("v2", true);
        assertThat(fleet.lines)
                .containsSubsequence(
                        "INFO   erp1, erp3:",
                        "INFO     variables: the same names",
                        "INFO   erp2:",
                        "INFO     image: none from a release -> registry.test/erp:v2",
                        "INFO     services with a role: new nginx, web, worker");
    }

    /** After a fault anywhere on any host, all hosts have one and the same whole release. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ERROR_BEFORE", "ERROR_AFTER", "TIMEOUT", "LOST_BEFORE", "LOST_AFTER"})
    void oneFaultAnywhereOnAnyHost(Fault fault) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (int host = 0; host < 3; host++) {
            int commands = count(host);
            for (int at = (fault.ordinal() + host) % EVERY; at < commands; at += EVERY) {
                SimulatedFleet fleet = new SimulatedFleet(3);
                fleet.deploy("v1");
                fleet.hosts.forEach(h -> h.ask(PROJECT));
                fleet.lines.clear();
                fleet.faults(host, Fault.Plan.once(at, fault));
                Outcome outcome = outcome(() -> fleet.deploy("v2"));
                fleet.noFaults();
                String where = fault + " at command " + at + " of host " + (host + 1);
                List<String> found = new ArrayList<>();
                if (outcome == Outcome.NEEDS_PERSON
                        || !fleet.leftOver(where).isEmpty()
                        || !fleet.unsettled(where).isEmpty()) {
                    if (outcome != Outcome.NEEDS_PERSON) {
                        found.addAll(fleet.unsettled(where + ", " + outcome));
                    }
                    fleet.clock.advance(java.time.Duration.ofMinutes(2));
                    Outcome next = outcome(() -> fleet.deploy("v2"));
                    found.addAll(fleet.unsettled(where + ", " + outcome + ", then " + next));
                    found.addAll(fleet.leftOver(where + ", " + outcome + ", then " + next));
                }
                if (fleet.failedRequests() > 0) {
                    found.add(where + ": " + fleet.failedRequests() + " requests failed");
                }
                if (!found.isEmpty()) {
                    found.add(fleet.log());
                }
                wrong.addAll(found);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** After a death anywhere the old release serves everywhere, and the next deploy mends it. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"KILLED_BEFORE", "KILLED_AFTER"})
    void deathAnywhereIsMendedByTheNext(Fault fault) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (int host = 0; host < 3; host++) {
            int commands = count(host);
            for (int at = (fault.ordinal() + host) % EVERY; at < commands; at += EVERY) {
                SimulatedFleet fleet = killed(host, at, fault);
                String where = fault + " at command " + at + " of host " + (host + 1);
                for (SimulatedHost one : fleet.hosts) {
                    if (one.request(PROJECT) != 200) {
                        wrong.add(where + ": nothing serves after the death on " + one.where());
                    }
                }
                fleet.clock.advance(java.time.Duration.ofMinutes(2));
                fleet.lines.clear();
                Outcome outcome = outcome(() -> fleet.deploy("v2"));
                List<String> found = new ArrayList<>(fleet.unsettled(where + " " + outcome));
                found.addAll(fleet.leftOver(where));
                if (outcome != Outcome.DONE) {
                    found.add(where + ": the next deploy ended " + outcome);
                }
                if (fleet.failedRequests() > 0) {
                    found.add(where + ": " + fleet.failedRequests() + " requests failed");
                }
                if (!found.isEmpty()) {
                    found.add(fleet.log());
                }
                wrong.addAll(found);
            }
        }
        assertThat(wrong).isEmpty();
    }

    static SimulatedFleet killed(int host, int at, Fault fault) throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(3);
        fleet.deploy("v1");
        fleet.hosts.forEach(h -> h.ask(PROJECT));
        fleet.faults(host, Fault.Plan.once(at, fault));
        assertThatThrownBy(() -> fleet.deploy("v2")).isInstanceOf(Fault.ProcessKilledError.class);
        fleet.noFaults();
        return fleet;
    }

    private interface Attempt {
        DeployResult run() throws Exception;
    }

    static int count(int host) throws Exception {
        SimulatedFleet fleet = new SimulatedFleet(3);
        fleet.deploy("v1");
        fleet.noFaults();
        assertThat(fleet.deploy("v2").outcome()).as(fleet.log()).isEqualTo(Outcome.DONE);
        return fleet.hosts.get(host).commands();
    }

    private static void settled(SimulatedFleet fleet, String where) {
        assertThat(fleet.unsettled(where)).as(fleet.log()).isEmpty();
        assertThat(fleet.leftOver(where)).as(fleet.log()).isEmpty();
    }

    private static Outcome outcome(Attempt attempt) throws Exception {
        try {
            return attempt.run().outcome();
        } catch (OperationException e) {
            return e.outcome();
        } catch (ConfigException e) {
            return Outcome.REFUSED;
        }
    }
}
