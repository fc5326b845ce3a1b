package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.sim.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** While web cannot serve, clients are told to come again, and in the end the page is away. */
class SimulatedMaintenanceTest {
    private static final String PROJECT = SimulatedSystem.PROJECT;
    private static final String BEHIND = "migrations: {policy: maintenance}";
    private static final String DROP = "orders.0002_drop_note";
    private static final Set<Integer> SERVED_OR_TOLD = Set.of(200, 503);

    private static SimulatedSystem first(String strategy, String more) throws Exception {
        SimulatedSystem system = new SimulatedSystem(strategy, more);
        system.deploy("v1");
        system.lines.clear();
        system.host.ask(PROJECT);
        return system;
    }

    @Test
    void recreateTellsThemWhileNeitherRuns() throws Exception {
        SimulatedSystem system = first("recreate", "");
        DeployResult result = system.deploy("v2");
        assertThat(result.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(system.host.answers()).as(system.log()).isEqualTo(SERVED_OR_TOLD);
        assertThat(system.log())
                .contains("from here on clients get status 503 with Retry-After")
                .containsPattern("clients got it for [0-9]+\\.[0-9] s")
                .containsPattern("clients were told to come again for at most [0-9]+\\.[0-9] s");
        assertThat(system.host.lone()).isEmpty();
        assertThat(system.host.unknown()).isEmpty();
    }

    @Test
    void recreateBehindAProxyThatCannotShowItSaysSo() throws Exception {
        SimulatedSystem system = first("recreate", "");
        system.host.faults(
                (index, command) -> {
                    system.host.write(
                            "/opt/erp/config/nginx.conf",
                            "http { server { location / { proxy_pass http://$host:8000; } } }\n");
                    return Fault.NONE;
                });
        assertThat(system.deploy("v2").outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(system.log())
                .contains("nothing answers meanwhile, for no maintenance page can be shown")
                .contains("nothing answered for at most");
        assertThat(system.host.lone()).isEmpty();
    }

    @Test
    void hazardousMigrationsRunBehindIt() throws Exception {
        SimulatedSystem system = first("rolling", BEHIND);
        List<String> early = new ArrayList<>();
        watch(system, early);
        DeployResult result = system.deploy("v2-drop");
        assertThat(result.outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(system.host.answers()).as(system.log()).isEqualTo(SERVED_OR_TOLD);
        assertThat(early).isEmpty();
        assertThat(system.host.migrations(PROJECT)).contains(DROP);
        assertThat(system.log()).containsPattern("clients got it for [0-9]+\\.[0-9] s");
        assertThat(system.host.lone()).isEmpty();
        assertThat(system.host.unknown()).isEmpty();
    }

    @Test
    void nothingIsShownForMigrationsThatDoNoHarm() throws Exception {
        SimulatedSystem system = first("rolling", BEHIND);
        assertThat(system.deploy("v2").outcome()).as(system.log()).isEqualTo(Outcome.DONE);
        assertThat(system.host.answers()).containsExactly(200);
    }

    /** The old release serves again, and not before it has its tables back. */
    @ParameterizedTest
    @CsvSource({
        "recreate,v2-crash", "recreate,v2-ill", "recreate,v2-migration",
        "rolling,v2-drop-crash", "rolling,v2-drop-ill", "recreate,v2-drop-ill"
    })
    void aFailureEndsWithItAway(String strategy, String tag) throws Exception {
        SimulatedSystem system = first(strategy, BEHIND);
        List<String> early = new ArrayList<>();
        watch(system, early);
        DeployResult result = system.deploy(tag);
        assertThat(result.outcome()).as(system.log()).isEqualTo(Outcome.FAILED);
        assertThat(system.host.answers()).as(system.log()).isSubsetOf(SERVED_OR_TOLD);
        assertThat(early).as(system.log()).isEmpty();
        assertThat(rest(system)).as(system.log()).isEmpty();
        assertThat(system.current()).isEqualTo(result.previous());
        assertThat(system.host.migrations(PROJECT)).doesNotContain(DROP);
    }

    /** Killed, cut off or failed at any command: whoever resumes takes it away. */
    @ParameterizedTest
    @ValueSource(strings = {"recreate v2", "rolling v2-drop", "recreate v2-drop-ill"})
    void oneFaultAnywhere(String how) throws Exception {
        String strategy = how.split(" ")[0];
        String tag = how.split(" ")[1];
        SimulatedSystem whole = new SimulatedSystem(strategy, BEHIND);
        whole.deploy("v1");
        SimulatedSystem counted = whole.copy();
        counted.host.faults(Fault.Plan.NEVER);
        counted.deploy(tag);
        int commands = counted.host.commands();
        Fault[] faults = {
            Fault.KILLED_AFTER, Fault.ERROR_BEFORE, Fault.KILLED_BEFORE, Fault.LOST_AFTER
        };
        List<String> wrong = new ArrayList<>();
        for (int at = 0; at < commands; at++) {
            Fault fault = faults[at % faults.length];
            SimulatedSystem system = whole.copy();
            system.host.ask(PROJECT);
            system.host.faults(Fault.Plan.once(at, fault));
            String ended = ended(system, tag);
            system.host.faults(Fault.Plan.NEVER);
            if (ended.equals("killed") || system.leased() || !system.openJournals().isEmpty()) {
                system.clock.leap(Duration.ofMinutes(2));
                system.resume();
            }
            List<String> rest = rest(system);
            // where the page itself is what goes wrong, the outage is what it was without one
            if (!SERVED_OR_TOLD.containsAll(system.host.answers())
                    && !system.log().contains("nothing answers meanwhile")) {
                rest.add("answers " + system.host.failures());
            }
            if (ended.equals(Outcome.NEEDS_PERSON.name())) {
                rest.add("needs a person");
            }
            if (!rest.isEmpty()) {
                String where = fault + " at command " + at + " ended " + ended;
                wrong.add(where + ": " + rest + "\n" + system.log());
            }
        }
        assertThat(wrong).as("of " + commands + " places").isEmpty();
    }

    private static String ended(SimulatedSystem system, String tag) throws InterruptedException {
        try {
            return system.deploy(tag).outcome().name();
        } catch (OperationException | ConfigException e) {
            return String.valueOf(e.getMessage());
        } catch (Fault.ProcessKilledError e) {
            return "killed";
        }
    }

    /** What is not as it should be when all is over. */
    private static List<String> rest(SimulatedSystem system) {
        List<String> rest = new ArrayList<>();
        if (system.host.request(PROJECT) != 200) {
            rest.add("nothing serves");
        }
        if (!system.host.lone().isEmpty()) {
            rest.add("left over: " + system.host.lone());
        }
        if (!system.releasesRunning().equals(List.of(system.current()))
                || system.running("worker").size() != 1
                || system.running("beat").size() != 1) {
            rest.add("running: " + system.host.running(PROJECT, Generations.LABEL));
        }
        if (!system.openJournals().isEmpty() || system.leased()) {
            rest.add("open: " + system.openJournals());
        }
        if (!system.host.below("/opt/erp/.erp/work").stream().allMatch(p -> p.endsWith("/work"))) {
            rest.add("work: " + system.host.below("/opt/erp/.erp/work"));
        }
        if (!system.host.unknown().isEmpty()) {
            rest.add("unknown: " + system.host.unknown());
        }
        return rest;
    }

    /** Looks before each command whether old workers are at work on tables they do not know. */
    private static void watch(SimulatedSystem system, List<String> early) {
        String old = system.current();
        system.host.faults(
                (index, command) -> {
                    Map<String, String> running = system.host.running(PROJECT, Generations.LABEL);
                    boolean works =
                            system.running("worker").stream()
                                            .anyMatch(n -> old.equals(running.get(n)))
                                    || system.running("beat").stream()
                                            .anyMatch(n -> old.equals(running.get(n)));
                    if (works && system.host.migrations(PROJECT).contains(DROP)) {
                        early.add(String.join(" ", command.argv()));
                    }
                    return Fault.NONE;
                });
    }
}
