package io.jenkins.plugins.erp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.history.Entries;
import io.jenkins.plugins.erp.history.OperationEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures whose values were worked out by hand. */
class FiguresTest {
    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    private static Entries deploy(String started, double seconds, String release, String before) {
        return Entries.of("deploy", "DONE").at(started, seconds).releases(release, before, release);
    }

    private static Figures only(Duration window, Entries... entries) {
        List<Figures> all = figures(window, entries);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static List<Figures> figures(Duration window, Entries... entries) {
        List<OperationEntry> list = new ArrayList<>();
        for (Entries entry : entries) {
            list.add(entry.entry());
        }
        Collections.reverse(list);
        return Figures.of(list, NOW, window);
    }

    @Test
    void nothingWasDone() {
        assertThat(Figures.of(List.of(), NOW, Figures.WEEK)).isEmpty();
        assertThat(
                        figures(
                                Figures.WEEK,
                                Entries.of("build", "DONE").at("2026-11-24T10:00:00Z", 60),
                                Entries.of("health", "FAILED").at("2026-11-24T10:00:00Z", 6)))
                .isEmpty();
    }

    @Test
    void anEnvironmentWithoutDeploysInTheWindowIsThereWithNothing() {
        Figures figures =
                only(
                        Figures.WEEK,
                        deploy("2026-10-01T10:00:00Z", 60, "r1", "").with("commit", "c"));

        assertThat(figures.app()).isEqualTo("shop");
        assertThat(figures.environment()).isEqualTo("production");
        assertThat(figures.deploys()).isEmpty();
        assertThat(figures.deploysPerDay()).isZero();
        assertThat(figures.changeFailureRatio()).isEmpty();
        assertThat(figures.leadTime().median()).isEmpty();
        assertThat(figures.timeToRestore().p90()).isEmpty();
        assertThat(figures.current()).isEqualTo("r1");
        assertThat(figures.lastDeployment()).contains(Instant.parse("2026-10-01T10:01:00Z"));
    }

    @Test
    void frequencyAndTimesAreOfSuccessfulDeploysInTheWindow() {
        Figures week =
                only(
                        Figures.WEEK,
                        deploy("2026-11-10T10:00:00Z", 600, "r0", ""),
                        deploy("2026-11-20T10:00:00Z", 60, "r1", "r0"),
                        deploy("2026-11-21T10:00:00Z", 80, "r2", "r1"),
                        Entries.of("deploy", "UNSTABLE")
                                .at("2026-11-22T10:00:00Z", 100)
                                .releases("r3", "r2", "r3"),
                        Entries.of("deploy", "FAILED")
                                .at("2026-11-23T10:00:00Z", 500)
                                .releases("r4", "r3", "r3"),
                        deploy("2026-11-24T10:00:00Z", 200, "r5", "r3"));

        assertThat(week.deploys()).isEqualTo(Map.of("DONE", 3, "UNSTABLE", 1, "FAILED", 1));
        assertThat(week.deploysPerDay()).isEqualTo(4 / 7.0);
        assertThat(week.deployTime().count()).isEqualTo(4);
        assertThat(week.deployTime().median()).contains(Duration.ofSeconds(90));
        assertThat(week.deployTime().p90()).contains(Duration.ofSeconds(200));
        assertThat(week.deployTime().sum()).isEqualTo(Duration.ofSeconds(440));
        assertThat(week.changes()).isEqualTo(5);
        assertThat(week.failedChanges()).isEqualTo(1);
        assertThat(week.changeFailureRatio()).hasValue(0.2);
        assertThat(week.current()).isEqualTo("r5");
    }

    @Test
    void anOperationCountsInTheWindowInWhichItEnds() {
        Entries across = deploy("2026-11-17T23:59:30Z", 60, "r1", "");
        Entries before = deploy("2026-11-17T23:59:00Z", 60, "r1", "");
        Entries later = deploy("2026-11-24T23:59:30Z", 60, "r2", "r1");

        assertThat(only(Figures.WEEK, across).deploys()).isEqualTo(Map.of("DONE", 1));
        assertThat(only(Figures.WEEK, before).deploys()).isEmpty();
        assertThat(only(Figures.WEEK, before, later).deploys()).isEmpty();
        assertThat(only(Figures.MONTH, before).deploys()).isEqualTo(Map.of("DONE", 1));
        assertThat(only(Figures.QUARTER, before).deploysPerDay()).isEqualTo(1 / 90.0);
    }

    @Test
    void leadTimeIsFromTheCommitToTheEndOfItsFirstDeploy() {
        Figures figures =
                only(
                        Figures.WEEK,
                        deploy("2026-11-20T10:00:00Z", 3600, "r1", "")
                                .with("commit", "a")
                                .with("committed", "2026-11-20T10:00:00+08:00"),
                        deploy("2026-11-21T10:00:00Z", 0, "r2", "r1")
                                .with("commit", "b")
                                .with("committed", "2026-11-21T08:00:00Z"),
                        deploy("2026-11-22T10:00:00Z", 0, "r3", "r2")
                                .with("commit", "a")
                                .with("committed", "2026-11-20T10:00:00+08:00"),
                        deploy("2026-11-23T10:00:00Z", 0, "r4", "r3")
                                .with("commit", "c")
                                .with("committed", "2026-11-23T10:00:01Z"),
                        deploy("2026-11-23T11:00:00Z", 0, "r5", "r4").with("commit", "d"),
                        Entries.of("deploy", "FAILED")
                                .at("2026-11-23T12:00:00Z", 1)
                                .with("commit", "e")
                                .with("committed", "2026-11-01T08:00:00Z"));

        // 02:00 to 11:00 and 08:00 to 10:00
        assertThat(figures.leadTime().count()).isEqualTo(2);
        assertThat(figures.leadTime().median()).contains(Duration.ofMinutes(330));
        assertThat(figures.leadTime().p90()).contains(Duration.ofHours(9));
    }

    @Test
    void aDeployThatIsRolledBackIsAFailedChangeUntilTheRollbackEnds() {
        Figures figures =
                only(
                        Figures.WEEK,
                        deploy("2026-11-20T10:00:00Z", 60, "r1", ""),
                        deploy("2026-11-20T11:00:00Z", 60, "r2", "r1"),
                        Entries.of("health", "DONE").at("2026-11-20T11:05:00Z", 5),
                        Entries.of("rollback", "DONE")
                                .at("2026-11-20T11:11:00Z", 30)
                                .releases("r1", "r2", "r1"));

        assertThat(figures.changes()).isEqualTo(2);
        assertThat(figures.failedChanges()).isEqualTo(1);
        assertThat(figures.changeFailureRatio()).hasValue(0.5);
        assertThat(figures.timeToRestore().median()).contains(Duration.ofSeconds(630));
        assertThat(figures.rollbacks()).isEqualTo(Map.of("DONE", 1));
        assertThat(figures.rollbackTime().median()).contains(Duration.ofSeconds(30));
        assertThat(figures.current()).isEqualTo("r1");
        assertThat(figures.lastDeployment()).contains(Instant.parse("2026-11-20T11:01:00Z"));
    }

    @Test
    void aRollbackBlamesTheReleaseThatItLeavesOnceAndNoOther() {
        Figures figures =
                only(
                        Figures.WEEK,
                        deploy("2026-11-20T10:00:00Z", 60, "r1", "r0"),
                        deploy("2026-11-20T11:00:00Z", 60, "r2", "r1"),
                        Entries.of("rollback", "FAILED")
                                .at("2026-11-20T11:10:00Z", 10)
                                .releases("r0", "r2", "r2"),
                        Entries.of("rollback", "DONE")
                                .at("2026-11-20T11:20:00Z", 60)
                                .releases("r0", "r2", "r0"),
                        Entries.of("rollback", "REFUSED")
                                .at("2026-11-20T11:30:00Z", 1)
                                .releases("", "r1", "r0"));

        assertThat(figures.changes()).isEqualTo(2);
        assertThat(figures.failedChanges()).isEqualTo(1);
        // 11:01:00 to 11:21:00
        assertThat(figures.timeToRestore().median()).contains(Duration.ofMinutes(20));
        assertThat(figures.rollbacks()).isEqualTo(Map.of("DONE", 1, "FAILED", 1, "REFUSED", 1));
    }

    @Test
    void aFailedDeployThatWasTakenBackIsRestoredAtItsOwnEnd() {
        Figures figures =
                only(
                        Figures.WEEK,
                        Entries.of("deploy", "FAILED")
                                .at("2026-11-20T10:00:00Z", 90)
                                .releases("r2", "r1", "r1"));

        assertThat(figures.changeFailureRatio()).hasValue(1);
        assertThat(figures.timeToRestore().median()).contains(Duration.ofSeconds(90));
        assertThat(figures.unrestored()).isZero();
    }

    @Test
    void oneThatNeedsAPersonIsBadUntilSomethingGoodComes() {
        Entries broken =
                Entries.of("deploy", "NEEDS_PERSON")
                        .at("2026-11-20T10:00:00Z", 90)
                        .releases("r2", "r1", "");
        Entries failedHealth = Entries.of("health", "FAILED").at("2026-11-20T10:10:00Z", 5);
        Entries goodHealth = Entries.of("health", "DONE").at("2026-11-20T10:30:00Z", 30);

        Figures still = only(Figures.WEEK, broken, failedHealth);
        assertThat(still.failedChanges()).isEqualTo(1);
        assertThat(still.unrestored()).isEqualTo(1);
        assertThat(still.timeToRestore().count()).isZero();

        Figures after = only(Figures.WEEK, broken, failedHealth, goodHealth);
        assertThat(after.unrestored()).isZero();
        assertThat(after.timeToRestore().median()).contains(Duration.ofSeconds(1830));
    }

    @Test
    void whatRunsWasRefusedWasStoppedOrOnlyShownIsNoChange() {
        Figures figures =
                only(
                        Figures.WEEK,
                        Entries.of("plan", "DONE")
                                .at("2026-11-20T10:00:00Z", 5)
                                .releases("r9", "r1", "r1"),
                        Entries.of("deploy", "REFUSED").at("2026-11-20T11:00:00Z", 1),
                        Entries.of("deploy", "ABORTED").at("2026-11-20T12:00:00Z", 20),
                        Entries.of("deploy", OperationEntry.RUNNING)
                                .at("2026-11-24T23:59:00Z", 0)
                                .releases("r3", "r1", ""));

        assertThat(figures.deploys()).isEqualTo(Map.of("REFUSED", 1, "ABORTED", 1));
        assertThat(figures.changes()).isZero();
        assertThat(figures.changeFailureRatio()).isEmpty();
        assertThat(figures.deploysPerDay()).isZero();
        assertThat(figures.current()).isEmpty();
        assertThat(figures.lastDeployment()).isEmpty();
    }

    @Test
    void environmentsAndAppsAreApartAndManyHostsAreOneDeploy() {
        List<Figures> all =
                figures(
                        Figures.WEEK,
                        deploy("2026-11-20T10:00:00Z", 60, "r1", "")
                                .on("deploy@a:22", "deploy@b:22", "deploy@c:22"),
                        deploy("2026-11-20T11:00:00Z", 60, "r1", "").with("environment", "staging"),
                        Entries.of("rollback", "DONE")
                                .at("2026-11-20T12:00:00Z", 60)
                                .releases("r0", "r1", "r0")
                                .with("environment", "staging"),
                        deploy("2026-11-20T13:00:00Z", 60, "r1", "").with("app", "billing"));

        assertThat(all)
                .extracting(f -> f.app() + "/" + f.environment())
                .containsExactly("billing/production", "shop/production", "shop/staging");
        assertThat(all.get(1).deploys()).isEqualTo(Map.of("DONE", 1));
        assertThat(all.get(1).changeFailureRatio()).hasValue(0);
        assertThat(all.get(2).changeFailureRatio()).hasValue(1);
    }

    @Test
    void theNinetiethPercentileIsTheSmallestThatNinetyOfAHundredDoNotExceed() {
        List<Duration> ten = new ArrayList<>();
        for (int i = 10; i >= 1; i--) {
            ten.add(Duration.ofSeconds(i));
        }

        assertThat(Spread.of(ten).p90()).contains(Duration.ofSeconds(9));
        assertThat(Spread.of(ten).median()).contains(Duration.ofMillis(5500));
        ten.add(Duration.ofSeconds(11));
        assertThat(Spread.of(ten).p90()).contains(Duration.ofSeconds(10));
        assertThat(Spread.of(ten).median()).contains(Duration.ofSeconds(6));
        assertThat(Spread.of(List.of(Duration.ofSeconds(3))).p90()).contains(Duration.ofSeconds(3));
    }
}
