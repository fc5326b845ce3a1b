package io.jenkins.plugins.erp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.release.LeaseOwner;
import io.jenkins.plugins.erp.release.Ledger;
import io.jenkins.plugins.erp.release.LedgerEntry;
import io.jenkins.plugins.erp.runner.sim.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every kind of fault at every command of deploys and rollbacks on the simulated host, then
 * combinations by chance: more than 10,000 of them, all done unless {@code -Derp.runs} says that
 * fewer are enough, which are then spread over all. A run that goes wrong is named by its number,
 * which is also the seed of what is chance in it; {@code -Derp.seed=NUMBER} does that one alone.
 */
class FaultCampaignTest {
    private static final String PROJECT = SimulatedSystem.PROJECT;
    private static final int LEAST = 10_000;
    private static final int RUNS = Integer.getInteger("erp.runs", Integer.MAX_VALUE);
    private static final int LEAST_BY_CHANCE = 1_000;
    private static final int SHOWN = Integer.getInteger("erp.shown", 5);

    /** What is done, from where. */
    private enum Scenario {
        FIRST("first deploy"),
        NEXT("deploy of v2 over v1"),
        CRASH("deploy of a version that ends at its start"),
        ILL("deploy of a version that never gets healthy"),
        MIGRATION("deploy of a version with a bad migration"),
        MISSING("deploy of a version that is not in the registry"),
        BACK("rollback from v2 to v1");

        private final String words;

        Scenario(String words) {
            this.words = words;
        }

        boolean good() {
            return this == FIRST || this == NEXT || this == BACK;
        }

        Outcome run(SimulatedSystem system) throws InterruptedException {
            return outcome(
                    () ->
                            switch (this) {
                                case FIRST -> system.deploy("v1");
                                case NEXT -> system.deploy("v2");
                                case CRASH -> system.deploy("v2-crash");
                                case ILL -> system.deploy("v2-ill");
                                case MIGRATION -> system.deploy("v2-migration");
                                case MISSING -> system.deploy("v9-not-there");
                                case BACK -> system.rollback(MigrationPolicy.REVERSE);
                            });
        }
    }

    /**
     * One run.
     *
     * @param faults by the number of the command, for the run and then for each that mends it
     * @param staleLease whether a dead run's lease is there when it begins
     */
    private record Case(
            int number, Scenario scenario, List<Map<Integer, Fault>> faults, boolean staleLease) {
        boolean has(Fault fault) {
            return faults.stream().anyMatch(f -> f.containsValue(fault));
        }

        /** Whether one thing only goes wrong. */
        boolean single() {
            return faults.size() == 1 && faults.get(0).size() == 1;
        }

        @Override
        public String toString() {
            return "run "
                    + number
                    + ", "
                    + scenario.words
                    + (staleLease ? ", a dead run's lease there" : "")
                    + ", faults "
                    + faults;
        }
    }

    private final Map<Scenario, SimulatedSystem> starts = new EnumMap<>(Scenario.class);
    private final Map<Scenario, Integer> commands = new EnumMap<>(Scenario.class);
    private final AtomicLong checks = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();

    @Test
    void oneWholeReleaseServesAndNothingIsLeftOver() throws Exception {
        long begin = System.nanoTime();
        prepare();
        List<Case> cases = cases();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker =
                () -> {
                    for (int i = next.getAndIncrement();
                            i < cases.size() && wrong.size() < SHOWN;
                            i = next.getAndIncrement()) {
                        wrong.addAll(run(cases.get(i)));
                    }
                    return null;
                };
        // one a processor, each taking the next: no run is as long as another
        int workers = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            for (Future<Void> done : pool.invokeAll(Collections.nCopies(workers, worker))) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
        System.out.printf(
                "fault campaign: %d runs, %d of them by chance, %d invariants checked, %d requests"
                        + " answered, %.1f s%n",
                cases.size(),
                cases.stream().filter(c -> !c.single()).count(),
                checks.get(),
                requests.get(),
                (System.nanoTime() - begin) / 1e9);
        assertThat(wrong).isEmpty();
    }

    private void prepare() throws Exception {
        SimulatedSystem none = new SimulatedSystem();
        SimulatedSystem one = none.copy();
        one.deploy("v1");
        SimulatedSystem two = one.copy();
        two.deploy("v2");
        for (Scenario scenario : Scenario.values()) {
            starts.put(
                    scenario,
                    switch (scenario) {
                        case FIRST -> none;
                        case BACK -> two;
                        default -> one;
                    });
            SimulatedSystem whole = starts.get(scenario).copy();
            whole.host.faults(Fault.Plan.NEVER);
            Outcome outcome = scenario.run(whole);
            assertThat(outcome == Outcome.DONE)
                    .as(scenario + " without a fault\n" + whole.log())
                    .isEqualTo(scenario.good());
            commands.put(scenario, whole.host.commands());
            assertThat(wrong(whole, scenario != Scenario.FIRST || scenario.good()))
                    .as(scenario + " without a fault\n" + whole.log())
                    .isEmpty();
        }
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            for (Fault fault : Fault.values()) {
                for (int at = 0; fault != Fault.NONE && at < commands.get(scenario); at++) {
                    cases.add(new Case(cases.size(), scenario, List.of(Map.of(at, fault)), false));
                }
            }
        }
        int singles = cases.size();
        while (cases.size() < Math.max(LEAST, singles + LEAST_BY_CHANCE)) {
            cases.add(byChance(cases.size()));
        }
        Integer only = Integer.getInteger("erp.seed");
        if (only != null) {
            return List.of(only < singles ? cases.get(only) : byChance(only));
        }
        // fewer are wanted than there are: spread over all
        return RUNS >= cases.size()
                ? cases
                : IntStream.range(0, RUNS)
                        .mapToObj(i -> cases.get((int) ((long) i * cases.size() / RUNS)))
                        .toList();
    }

    /** Two or three faults in the run, some more in those that mend it; the same for a number. */
    private Case byChance(int number) {
        Random random = new Random(number * 1_000_003L);
        Scenario scenario = Scenario.values()[random.nextInt(Scenario.values().length)];
        List<Map<Integer, Fault>> faults = new ArrayList<>();
        int runs = 1 + random.nextInt(3);
        for (int run = 0; run < runs; run++) {
            Map<Integer, Fault> some = new LinkedHashMap<>();
            int count = run == 0 ? 2 + random.nextInt(2) : 1 + random.nextInt(2);
            for (int i = 0; i < count; i++) {
                // more than a run without faults has: there are also those that take back
                int at = random.nextInt(commands.get(scenario) * 3 / 2);
                some.put(at, Fault.values()[1 + random.nextInt(Fault.values().length - 1)]);
            }
            faults.add(some);
        }
        return new Case(number, scenario, List.copyOf(faults), random.nextInt(4) == 0);
    }

    private List<String> run(Case one) {
        SimulatedSystem system = starts.get(one.scenario).copy();
        List<String> wrong = new ArrayList<>();
        try {
            wrong.addAll(play(one, system));
        } catch (Exception | AssertionError e) {
            wrong.add(one + ": " + e);
        }
        requests.addAndGet(system.host.requests());
        if (wrong.isEmpty()) {
            return wrong;
        }
        return List.of(
                one
                        + " (alone: mvn test -Dtest=FaultCampaignTest -Derp.seed="
                        + one.number
                        + "):\n  "
                        + String.join("\n  ", wrong)
                        + "\n"
                        + system.log());
    }

    private List<String> play(Case one, SimulatedSystem system) throws Exception {
        List<String> wrong = new ArrayList<>();
        boolean served = one.scenario != Scenario.FIRST;
        if (served) {
            system.host.ask(PROJECT);
        }
        if (one.staleLease) {
            LeaseOwner dead =
                    new LeaseOwner("somebody", "deploy", "dead-dead-dead", 1, "1@elsewhere/1");
            system.host.write(
                    "/opt/erp/.erp/lease/dead-dead-dead/owner.json", dead.toJson() + "\n");
        }
        system.host.faults(plan(one.faults.get(0)));
        Outcome outcome = one.scenario.run(system);
        boolean engine = one.has(Fault.ENGINE_RESTARTS);
        if (engine) {
            // what was started anew with the engine takes some seconds to answer
            system.clock.leap(Duration.ofMinutes(1));
        }
        // a disk stays full until somebody frees it: then a person is needed, and it is said
        boolean lasting = one.has(Fault.DISK_FULL);
        if (one.single() && outcome == Outcome.NEEDS_PERSON && !lasting) {
            wrong.add("one fault needs a person");
        }
        checks.incrementAndGet();
        if (served && !engine && system.host.request(PROJECT) != 200) {
            wrong.add("nothing serves after " + said(outcome));
        }
        if (outcome == Outcome.DONE || outcome == Outcome.FAILED && one.single()) {
            wrong.addAll(prefixed(said(outcome), truth(system, served || outcome == Outcome.DONE)));
        }
        for (int run = 1; run < one.faults.size(); run++) {
            later(system, "--- the next deploy, with faults");
            system.host.faults(plan(one.faults.get(run)));
            said(Scenario.NEXT.run(system));
        }
        system.host.faults(Fault.Plan.NEVER);
        if (one.faults.size() > 1
                || outcome == null
                || !wrong(system, served || outcome == Outcome.DONE).isEmpty()) {
            later(system, "--- the next deploy, all well");
            Outcome next = Scenario.NEXT.run(system);
            if (next != Outcome.DONE) {
                wrong.add("after " + said(outcome) + " the next deploy ended " + next);
            } else {
                wrong.addAll(prefixed("after the next deploy", wrong(system, true)));
            }
        }
        if (!engine && system.host.failed() > 0) {
            wrong.add(system.host.failed() + " requests failed: " + system.host.failures());
        }
        return wrong;
    }

    private static void later(SimulatedSystem system, String what) {
        system.host.faults(Fault.Plan.NEVER);
        // longer than a dead run's lease counts, by a clock that may have been set back
        system.clock.leap(Fault.JUMP.multipliedBy(4).plus(Duration.ofMinutes(2)));
        system.lines.add(what);
    }

    private static String said(Outcome outcome) {
        return outcome == null ? "a death" : outcome.toString();
    }

    private static Fault.Plan plan(Map<Integer, Fault> faults) {
        return (index, command) -> faults.getOrDefault(index, Fault.NONE);
    }

    private static List<String> prefixed(String when, List<String> wrong) {
        return wrong.stream().map(w -> when + ": " + w).toList();
    }

    /** All that has to hold when runs are over. */
    private List<String> wrong(SimulatedSystem system, boolean released) {
        List<String> wrong = new ArrayList<>(truth(system, released));
        wrong.addAll(leftOver(system));
        return wrong;
    }

    /** Exactly one release is current and serves, and all that tell of it say the same. */
    private List<String> truth(SimulatedSystem system, boolean released) {
        List<String> wrong = new ArrayList<>();
        Map<String, String> running = system.host.running(PROJECT, Generations.LABEL);
        check(wrong, system.host.unknown().isEmpty(), "unknown: " + system.host.unknown());
        if (!released) {
            check(wrong, system.current().isEmpty(), system.current() + " is current");
            check(wrong, running.isEmpty(), "there run " + running);
            return wrong;
        }
        check(wrong, system.host.request(PROJECT) == 200, "no whole release answers");
        check(
                wrong,
                system.releasesRunning().equals(List.of(system.current())),
                "current is " + system.current() + ", and there run " + running);
        check(wrong, running.size() == 6, "not six containers: " + running);
        String collected = system.host.collected(PROJECT);
        check(wrong, collected.equals("plain"), "static files are those of " + collected);
        List<LedgerEntry> done =
                Ledger.parse(system.host.file("/opt/erp/.erp/ledger.jsonl").orElse("")).made();
        check(
                wrong,
                !done.isEmpty() && done.get(done.size() - 1).release().equals(system.current()),
                "current is " + system.current() + ", and the ledger says " + done);
        return wrong;
    }

    /** Containers, files with secrets and marks that no run needs any more. */
    private List<String> leftOver(SimulatedSystem system) {
        List<String> wrong = new ArrayList<>();
        check(wrong, system.openJournals().isEmpty(), "open: " + system.openJournals());
        check(wrong, !system.leased(), "the lease is still there");
        Set<String> idle = new TreeSet<>(system.host.containers(PROJECT));
        idle.removeAll(system.host.running(PROJECT, Generations.LABEL).keySet());
        check(wrong, idle.isEmpty(), "containers left over: " + idle);
        List<String> files = new ArrayList<>(system.host.below("/tmp"));
        for (String path : system.host.below("/opt/erp")) {
            String inside = path.substring("/opt/erp/".length());
            if (inside.endsWith(".tmp")
                    || inside.startsWith(".erp/lease.")
                    || inside.startsWith(".erp/beat.")
                    || inside.startsWith(".erp/work/")) {
                files.add(path);
            }
        }
        check(wrong, files.isEmpty(), "files left over: " + files);
        Set<String> releases = new TreeSet<>(system.host.list("/opt/erp/.erp/releases"));
        Ledger.parse(system.host.file("/opt/erp/.erp/ledger.jsonl").orElse("")).entries().stream()
                .filter(e -> e.outcome().equals("DONE"))
                .forEach(e -> releases.remove(e.release()));
        check(wrong, releases.isEmpty(), "env files of releases that never were: " + releases);
        return wrong;
    }

    private void check(List<String> wrong, boolean holds, String otherwise) {
        checks.incrementAndGet();
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    private interface Attempt {
        DeployResult run() throws Exception;
    }

    /** How it ended; null: with a death. */
    private static Outcome outcome(Attempt attempt) throws InterruptedException {
        try {
            return attempt.run().outcome();
        } catch (Fault.ProcessKilledError e) {
            return null;
        } catch (OperationException e) {
            return e.outcome();
        } catch (ConfigException e) {
            return Outcome.REFUSED;
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
