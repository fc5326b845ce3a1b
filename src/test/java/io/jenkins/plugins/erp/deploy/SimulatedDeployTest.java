package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.sim.Fault;
import io.jenkins.plugins.erp.shell.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Deploy and rollback on a simulated host, with one command after the other going wrong. Each kind
 * of fault meets every third command, the kinds shifted against each other; with {@code
 * -Derp.faults=all} each meets every one.
 */
class SimulatedDeployTest {
    private static final int EVERY = "all".equals(System.getProperty("erp.faults")) ? 1 : 3;
    private static final String PROJECT = SimulatedSystem.PROJECT;

    @Test
    void firstSecondAndBackWithoutALostRequest() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        DeployResult one = system.deploy("v1");
        assertThat(one.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(system.host.request(PROJECT)).isEqualTo(200);
        assertThat(system.current()).isEqualTo(one.release());

        system.host.ask(PROJECT);
        DeployResult two = system.deploy("v2");
        assertThat(two.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(two.migrationsApplied()).containsExactly("orders.0002_channel");
        assertThat(system.releasesRunning()).containsExactly(two.release());

        assertThatThrownBy(() -> system.rollback(MigrationPolicy.REFUSE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("orders: the database is at 0002_channel");
        DeployResult back = system.rollback(MigrationPolicy.REVERSE);
        assertThat(back.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(system.current()).isEqualTo(one.release());
        assertThat(system.releasesRunning()).containsExactly(one.release());
        assertThat(system.host.migrations(PROJECT)).doesNotContain("orders.0002_channel");

        assertThat(system.host.requests()).isGreaterThan(1000);
        assertThat(system.host.failed()).isZero();
        assertThat(system.leased()).isFalse();
        assertThat(system.openJournals()).isEmpty();
        assertThat(system.host.unknown()).isEmpty();
        assertThat(system.log()).doesNotContain("hunter2").doesNotContain("correct-horse");
    }

    @Test
    void staticFilesAreCollectedOnTheWayBackOnlyWhereTheyAreOthers() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        system.deploy("v1");
        system.deploy("v2");
        system.rollback(MigrationPolicy.REVERSE);
        assertThat(system.log()).contains("the same in both releases");
        assertThat(system.host.collected(PROJECT)).isEqualTo("plain");

        system.lines.clear();
        system.deploy("v2-drop");
        assertThat(system.host.collected(PROJECT)).isEqualTo("v2-drop");
        DeployResult back = system.rollback(MigrationPolicy.REVERSE);
        assertThat(back.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(system.log()).doesNotContain("the same in both releases");
        assertThat(system.host.collected(PROJECT)).isEqualTo("plain");
    }

    /** The older workers know the tasks that both webs send; nothing has to wait for them. */
    @Test
    void onTheWayBackWebIsMovedBeforeWorkersAreMade() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        system.deploy("v1");
        system.deploy("v2");
        List<String> commands = new ArrayList<>();
        system.host.faults(
                (index, command) -> {
                    commands.add(String.join(" ", command.argv()));
                    return Fault.NONE;
                });
        system.rollback(MigrationPolicy.REVERSE);
        int moved = first(commands, "ERP-NGINX");
        assertThat(moved).isPositive();
        assertThat(first(commands, "--scale web=")).isBetween(0, moved);
        assertThat(first(commands, "--scale worker=")).isGreaterThan(moved);
        assertThat(first(commands, "--scale beat=")).isGreaterThan(moved);
    }

    /** One that has just been started does not hear its stop signal, and beat would be missing. */
    @Test
    void whatIsTakenBackAndHasNothingToFinishIsNotWaitedForLong() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        system.deploy("v1");
        List<String> stops = new ArrayList<>();
        system.host.faults(
                (index, command) -> {
                    String line = String.join(" ", command.argv());
                    if (line.startsWith("docker stop")) {
                        stops.add(line);
                    }
                    // the first thing that is done when beat and workers have been handed over
                    return line.contains("python3 -") && line.contains("\"http\"")
                            ? Fault.ERROR_BEFORE
                            : Fault.NONE;
                });
        assertThat(system.deploy("v2").outcome()).isEqualTo(Outcome.FAILED);
        // the old beat; then, taken back: the new beat, the new web, the new workers
        assertThat(stops)
                .extracting(line -> line.split(" ")[3])
                .as(system.log())
                .containsExactly("4", "4", "4", "5");
    }

    private static int first(List<String> commands, String word) {
        for (int i = 0; i < commands.size(); i++) {
            if (commands.get(i).contains(word)) {
                return i;
            }
        }
        return -1;
    }

    /** The old web goes on running, and a rollback within that time starts no web container. */
    @Test
    void blueGreenKeepsTheOldWebWarmForAWhile() throws Exception {
        SimulatedSystem system = new SimulatedSystem("blueGreen");
        DeployResult one = system.deploy("v1");
        DeployResult two = system.deploy("v2");
        assertThat(system.releasesRunning())
                .containsExactlyInAnyOrder(one.release(), two.release());
        Set<String> web = system.running("web");
        assertThat(web).hasSize(2);

        system.host.ask(PROJECT);
        DeployResult back = system.rollback(MigrationPolicy.REVERSE);
        assertThat(back.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(system.running("web")).isEqualTo(web);
        assertThat(system.current()).isEqualTo(one.release());
        assertThat(system.host.failed()).isZero();

        DeployResult three = system.deploy("v2");
        assertThat(system.releasesRunning())
                .containsExactlyInAnyOrder(one.release(), three.release());
        system.clock.advance(Duration.ofMinutes(16));
        system.host.run(Command.of("date", "+%s"));
        assertThat(system.releasesRunning()).containsExactly(three.release());
        assertThat(system.host.list("/opt/erp/.erp/warm")).isEmpty();
        DeployResult anew = system.rollback(MigrationPolicy.KEEP);
        assertThat(anew.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(system.host.failed()).isZero();
        assertThat(system.host.unknown()).isEmpty();
    }

    /**
     * While old web is kept warm, loading the proxy's configuration anew does not bring it back.
     */
    @Test
    void blueGreenStaysSteeredAndIsTakenBackAllTheSame() throws Exception {
        SimulatedSystem system = new SimulatedSystem("blueGreen");
        system.deploy("v1");
        DeployResult two = system.deploy("v2");
        assertThat(system.running("web")).hasSize(2);
        assertThat(ours(system)).hasSize(1);

        system.host.ask(PROJECT);
        for (String bad : List.of("v2-crash", "v2-ill")) {
            assertThat(outcome(() -> system.deploy(bad))).as(bad).isEqualTo(Outcome.FAILED);
            settled(system, bad, two.release());
        }
        DeployResult three = system.deploy("v2");
        assertThat(three.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(ours(system)).hasSize(1);
        assertThat(system.host.failed()).isZero();
        assertThat(system.host.unknown()).isEmpty();
    }

    private static List<String> ours(SimulatedSystem system) throws Exception {
        String proxy = system.running("nginx").iterator().next();
        system.host.run(Command.of("docker", "exec", proxy, "nginx", "-s", "reload")).orThrow();
        return system.host
                .run(Command.of("docker", "exec", proxy, "cat", "/etc/hosts"))
                .orThrow()
                .stdout()
                .lines()
                .filter(l -> l.contains("erp-pipeline"))
                .toList();
    }

    @Test
    void badReleasesAreTakenBackWhileTheOldOneServes() throws Exception {
        for (String bad : List.of("v2-crash", "v2-ill", "v2-migration", "v9-not-there")) {
            SimulatedSystem system = new SimulatedSystem();
            DeployResult one = system.deploy("v1");
            system.host.ask(PROJECT);
            Outcome outcome = outcome(() -> system.deploy(bad));
            assertThat(outcome).as(bad + "\n" + system.log()).isEqualTo(Outcome.FAILED);
            settled(system, bad, one.release());
            assertThat(system.host.failed()).as(bad).isZero();
        }
    }

    @Test
    void refusedBeforeAnythingIsTouched() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        system.host.disk(100L << 20);
        assertThat(outcome(() -> system.deploy("v1"))).isEqualTo(Outcome.FAILED);
        assertThat(system.host.containers(PROJECT)).isEmpty();
        assertThat(system.log()).contains("minimumFreeDisk");
    }

    /** A database that does not answer on the way back is no decision: a resume tries again. */
    @Test
    void migrationsAreRunBackwardsOnceTheDatabaseAnswersAgain() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        DeployResult one = system.deploy("v1");
        int[] asked = {0};
        system.host.faults(
                (index, command) ->
                        tasks(command) && asked[0]++ > 0 ? Fault.ERROR_BEFORE : Fault.NONE);
        assertThat(outcome(() -> system.deploy("v2-ill"))).isEqualTo(Outcome.NEEDS_PERSON);
        assertThat(system.host.migrations(PROJECT)).contains("orders.0002_channel");
        assertThat(system.host.request(PROJECT)).isEqualTo(200);

        system.host.faults(Fault.Plan.NEVER);
        ResumeResult back = system.resume();
        assertThat(back.runs()).extracting(DeployResult::outcome).containsExactly(Outcome.FAILED);
        assertThat(system.host.migrations(PROJECT))
                .as(system.log())
                .doesNotContain("orders.0002_channel");
        settled(system, "resumed", one.release());
    }

    /**
     * The ledger's line comes before the release's name: what fails between is taken back whole.
     */
    @Test
    void whatFailsBetweenLedgerAndCurrentTakesMigrationsBackToo() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        DeployResult one = system.deploy("v1");
        system.host.faults(SimulatedDeployTest::failsToWriteCurrent);
        assertThat(outcome(() -> system.deploy("v2"))).isEqualTo(Outcome.FAILED);
        assertThat(system.host.migrations(PROJECT)).doesNotContain("orders.0002_channel");
        settled(system, "deploy", one.release());

        system.host.faults(Fault.Plan.NEVER);
        DeployResult two = system.deploy("v2");
        system.host.faults(SimulatedDeployTest::failsToWriteCurrent);
        assertThat(outcome(() -> system.rollback(MigrationPolicy.REVERSE)))
                .isEqualTo(Outcome.FAILED);
        assertThat(system.host.migrations(PROJECT)).contains("orders.0002_channel");
        assertThat(ledger(system)).last().asString().contains("0002_channel");
        settled(system, "rollback", two.release());
    }

    private static Fault failsToWriteCurrent(int index, Command command) {
        return writesCurrent(command) ? Fault.ERROR_BEFORE : Fault.NONE;
    }

    private static List<String> ledger(SimulatedSystem system) {
        return system.host.file("/opt/erp/.erp/ledger.jsonl").orElse("").lines().toList();
    }

    private static boolean tasks(Command command) {
        return command.argv().contains("run")
                && command.argv().stream().anyMatch(a -> a.startsWith(PROJECT + "-tasks-"));
    }

    @Test
    void aMigrationThatCannotBeRunBackwardsStaysAppliedAndIsTold() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        DeployResult one = system.deploy("v1");
        assertThat(outcome(() -> system.deploy("v2-never-back"))).isEqualTo(Outcome.FAILED);
        assertThat(system.log()).contains("migrations of this run stay applied");
        assertThat(system.host.migrations(PROJECT)).contains("orders.0002_irreversible_split");
        settled(system, "irreversible", one.release());
        assertThat(ledger(system)).last().asString().contains("0002_irreversible_split");
    }

    /** Once committed there is only forward: what is told is the release that serves. */
    @Test
    void whatCannotBeFinishedAfterTheCommitIsToldAsServing() throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        system.deploy("v1");
        boolean[] current = {false};
        system.host.faults(
                (index, command) -> {
                    Fault now = current[0] ? Fault.LOST_BEFORE : Fault.NONE;
                    current[0] |= writesCurrent(command);
                    return now;
                });
        DeployResult two = system.deploy("v2");
        assertThat(two.outcome()).as(system.log()).isEqualTo(Outcome.NEEDS_PERSON);
        assertThat(two.current()).isEqualTo(two.release());
        assertThat(two.hosts().get(0).current()).isEqualTo(two.release());
        assertThat(two.summary())
                .contains("after " + two.release() + " had become current")
                .doesNotContain("taken back");
        assertThat(system.log()).contains("it first finishes the rest");

        system.host.faults(Fault.Plan.NEVER);
        system.clock.advance(Duration.ofMinutes(2));
        assertThat(system.resume().outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        settled(system, "resumed", two.release());
    }

    private static boolean writesCurrent(Command command) {
        return command.argv().get(0).equals("mv")
                && command.argv().contains("/opt/erp/.erp/current");
    }

    /** After each fault at each command of the second deploy, one whole release serves. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ERROR_BEFORE", "ERROR_AFTER", "TIMEOUT", "LOST_BEFORE", "LOST_AFTER"})
    void oneFaultAnywhereInADeploy(Fault fault) throws Exception {
        List<String> wrong = new ArrayList<>();
        int commands = count(s -> s.deploy("v2"));
        for (int at = fault.ordinal() % EVERY; at < commands; at += EVERY) {
            SimulatedSystem system = new SimulatedSystem();
            system.deploy("v1");
            check(system, s -> s.deploy("v2"), at, fault, wrong);
        }
        assertThat(wrong).as("of " + commands + " places").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"ERROR_BEFORE", "ERROR_AFTER", "LOST_BEFORE", "LOST_AFTER"})
    void oneFaultAnywhereInARollback(Fault fault) throws Exception {
        List<String> wrong = new ArrayList<>();
        SimulatedSystem whole = new SimulatedSystem();
        whole.deploy("v1");
        whole.deploy("v2");
        whole.host.faults(Fault.Plan.NEVER);
        whole.rollback(MigrationPolicy.REVERSE);
        int commands = whole.host.commands();
        for (int at = fault.ordinal() % EVERY; at < commands; at += EVERY) {
            SimulatedSystem system = new SimulatedSystem();
            system.deploy("v1");
            system.deploy("v2");
            check(system, s -> s.rollback(MigrationPolicy.REVERSE), at, fault, wrong);
        }
        assertThat(wrong).as("of " + commands + " places").isEmpty();
    }

    /** After a death anywhere, the old release still serves, and the next deploy mends the rest. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"KILLED_BEFORE", "KILLED_AFTER"})
    void deathAnywhereInADeployIsMendedByTheNext(Fault fault) throws Exception {
        List<String> wrong = new ArrayList<>();
        int commands = count(s -> s.deploy("v2"));
        for (int at = fault.ordinal() % EVERY; at < commands; at += EVERY) {
            SimulatedSystem system = new SimulatedSystem();
            system.deploy("v1");
            system.host.ask(PROJECT);
            system.host.faults(Fault.Plan.once(at, fault));
            Throwable death = catchAny(() -> system.deploy("v2"));
            String where = fault + " at command " + at;
            if (!(death instanceof Fault.ProcessKilledError)) {
                wrong.add(where + ": ended with " + death);
                continue;
            }
            if (system.host.request(PROJECT) != 200) {
                wrong.add(where + ": nothing serves after the death");
            }
            system.host.faults(Fault.Plan.NEVER);
            system.clock.advance(Duration.ofMinutes(2));
            system.lines.clear();
            Outcome outcome = outcome(() -> system.deploy("v2"));
            if (outcome != Outcome.DONE) {
                wrong.add(where + ": the next deploy ended " + outcome + "\n" + system.log());
            } else {
                wrong.addAll(unsettled(system, where));
                wrong.addAll(leftOver(system, where));
            }
            if (system.host.failed() > 0) {
                wrong.add(where + ": " + system.host.failed() + " requests failed");
            }
        }
        assertThat(wrong).as("of " + commands + " places").isEmpty();
    }

    /** Many faults by chance: whatever is said of the outcome is so. */
    @Test
    void manyFaultsByChanceAreToldHonestly() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (long seed = 0; seed < 60; seed++) {
            SimulatedSystem system = new SimulatedSystem();
            system.deploy("v1");
            system.host.faults(Fault.Plan.random(seed, 4));
            Outcome outcome = outcome(() -> system.deploy("v2"));
            system.host.faults(Fault.Plan.NEVER);
            if (outcome == Outcome.DONE) {
                wrong.addAll(unsettled(system, "seed " + seed + " " + outcome));
            } else if (outcome == Outcome.FAILED && system.host.request(PROJECT) != 200) {
                wrong.add("seed " + seed + ": said to be taken back, and nothing serves");
            }
            system.clock.advance(Duration.ofMinutes(2));
            system.lines.clear();
            Outcome next = outcome(() -> system.deploy("v2"));
            if (next != Outcome.DONE) {
                wrong.add("seed " + seed + " then " + next + "\n" + system.log());
            } else {
                wrong.addAll(unsettled(system, "seed " + seed + " after the next deploy"));
                wrong.addAll(leftOver(system, "seed " + seed + " after the next deploy"));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private interface Action {
        DeployResult run(SimulatedSystem system) throws Exception;
    }

    private interface Attempt {
        DeployResult run() throws Exception;
    }

    private static int count(Action action) throws Exception {
        SimulatedSystem system = new SimulatedSystem();
        system.deploy("v1");
        system.host.faults(Fault.Plan.NEVER);
        assertThat(action.run(system).outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        return system.host.commands();
    }

    private static void check(
            SimulatedSystem system, Action action, int at, Fault fault, List<String> wrong)
            throws Exception {
        String where = fault + " at command " + at;
        system.host.ask(PROJECT);
        system.lines.clear();
        system.host.faults(Fault.Plan.once(at, fault));
        Outcome outcome = outcome(() -> action.run(system));
        system.host.faults(Fault.Plan.NEVER);
        if (outcome == Outcome.NEEDS_PERSON) {
            wrong.add(where + ": one fault needs a person\n" + system.log());
            return;
        }
        List<String> found = unsettled(system, where + ", " + outcome);
        if (system.leased() || !system.openJournals().isEmpty()) {
            // what could not be given back or closed is freed and closed by the next run
            system.clock.advance(Duration.ofMinutes(2));
            Outcome next = outcome(() -> system.deploy("v2"));
            found.addAll(unsettled(system, where + ", " + outcome + ", then " + next));
            if (next != Outcome.DONE || system.leased() || !system.openJournals().isEmpty()) {
                found.add(where + ", " + outcome + ": left over, and the next ended " + next);
            }
        }
        if (system.host.failed() > 0) {
            found.add(where + ": " + system.host.failed() + " requests failed");
        }
        if (!found.isEmpty()) {
            found.add(system.log());
        }
        wrong.addAll(found);
    }

    private static void settled(SimulatedSystem system, String where, String release) {
        assertThat(unsettled(system, where)).as(system.log()).isEmpty();
        assertThat(leftOver(system, where)).as(system.log()).isEmpty();
        assertThat(system.current()).as(where).isEqualTo(release);
    }

    /** What is not as it has to be when a run has ended well or was taken back. */
    private static List<String> unsettled(SimulatedSystem system, String where) {
        List<String> wrong = new ArrayList<>();
        if (system.host.request(PROJECT) != 200) {
            wrong.add(where + ": no answer");
        }
        if (!system.releasesRunning().equals(List.of(system.current()))) {
            wrong.add(
                    where
                            + ": current is "
                            + system.current()
                            + ", and there run "
                            + system.host.running(PROJECT, Generations.LABEL));
        }
        if (system.host.running(PROJECT, Generations.LABEL).size() != 6) {
            wrong.add(where + ": containers " + system.host.running(PROJECT, Generations.LABEL));
        }
        if (!system.host.unknown().isEmpty()) {
            wrong.add(where + ": " + system.host.unknown());
        }
        return wrong;
    }

    private static List<String> leftOver(SimulatedSystem system, String where) {
        List<String> wrong = new ArrayList<>();
        if (!system.openJournals().isEmpty()) {
            wrong.add(where + ": open journals " + system.openJournals());
        }
        if (system.leased()) {
            wrong.add(where + ": the lease is still there");
        }
        return wrong;
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

    private static Throwable catchAny(Attempt attempt) {
        try {
            attempt.run();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }
}
