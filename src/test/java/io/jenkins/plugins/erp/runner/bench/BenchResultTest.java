package io.jenkins.plugins.erp.runner.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.jenkins.plugins.erp.runner.load.Traffic;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchResultTest {
    private static final long SECOND = 1_000_000_000L;

    private static CommandSpan span(boolean docker, double begin, double end) {
        return new CommandSpan("x", docker, (long) (begin * SECOND), (long) (end * SECOND));
    }

    private static Trial trial(String name, Trial.Kind kind, double seconds, int failed) {
        return new Trial(
                name,
                kind,
                1,
                seconds,
                Optional.of(seconds / 2),
                new Traffic.Report(100, failed, 20, 0, List.of(), List.of()),
                new Contestant.Done(true, "", 1, 7),
                true,
                new TimeSpent(seconds, seconds - 1, 0.5, 0.5),
                List.of(),
                List.of());
    }

    private static BenchResult result(int controlFailed, Trial... trials) {
        Map<String, List<String>> does = new LinkedHashMap<>();
        does.put("plan", List.of("docker compose down"));
        does.put("rolling", List.of("erp deploy"));
        return new BenchResult(
                Instant.EPOCH,
                "2 processors",
                200,
                1,
                new Traffic.Report(2000, controlFailed, 10, 0, List.of(), List.of()),
                does,
                List.of("rolling"),
                List.of(trials),
                Map.of());
    }

    @Test
    void commandsThatRanAtOnceCountOnce() {
        TimeSpent time =
                TimeSpent.of(
                        List.of(
                                span(true, 1, 4),
                                span(true, 2, 3),
                                span(true, 3.5, 5),
                                span(false, 4.5, 6),
                                span(false, 9, 12)),
                        0,
                        10 * SECOND);
        assertThat(time.seconds()).isEqualTo(10);
        assertThat(time.docker()).isCloseTo(4, within(1e-9));
        assertThat(time.other()).isCloseTo(2, within(1e-9));
        assertThat(time.none()).isCloseTo(4, within(1e-9));
        assertThat(time.own()).isCloseTo(6, within(1e-9));
    }

    @Test
    void aPhaseLastsUntilTheNextOneBegins() {
        List<Stopwatch.PhaseTime> phases =
                Stopwatch.phases(
                        List.of(
                                new Stopwatch.Mark("one", SECOND),
                                new Stopwatch.Mark("two", 3 * SECOND)),
                        List.of(span(true, 2, 4)),
                        0,
                        5 * SECOND);
        assertThat(phases).extracting(Stopwatch.PhaseTime::title).containsExactly("one", "two");
        assertThat(phases).extracting(p -> p.time().seconds()).containsExactly(3.0, 2.0);
        assertThat(phases).extracting(p -> p.time().docker()).containsExactly(1.0, 1.0);
    }

    @Test
    void dockerIsToldFromOtherCommandsInScriptsToo() {
        assertThat(CommandSpan.isDocker(List.of("docker", "ps"))).isTrue();
        assertThat(CommandSpan.isDocker(List.of("sh", "-c", "set -e\ndocker ps -q", "sh")))
                .isTrue();
        assertThat(CommandSpan.isDocker(List.of("cat", "/srv/docker-compose.yml"))).isFalse();
        assertThat(CommandSpan.isDocker(List.of("sh", "-c", "cat \"$1\"", "sh", "/x/docker-a")))
                .isFalse();
    }

    @Test
    void figuresCountOnlyWhenTheControlHadNoFailure() {
        assertThat(result(0).counts()).isTrue();
        assertThat(result(1).counts()).isFalse();
        assertThat(new BenchReport(result(1)).markdown()).contains("do not count");
    }

    @Test
    void theProductIsMeasuredAgainstThePlansOrder() {
        BenchResult good =
                result(
                        0,
                        trial("plan", Trial.Kind.DEPLOY, 30, 1000),
                        trial("rolling", Trial.Kind.DEPLOY, 9, 0));
        assertThat(good.ratio("rolling", Trial.Kind.DEPLOY)).contains(0.3);
        assertThat(good.missed()).isEmpty();
        BenchResult slow =
                result(
                        0,
                        trial("plan", Trial.Kind.DEPLOY, 30, 1000),
                        trial("rolling", Trial.Kind.DEPLOY, 15, 2));
        assertThat(slow.missed()).hasSize(2);
        assertThat(slow.missed().get(0)).contains("0.50").contains("0.40");
        assertThat(slow.missed().get(1)).contains("2 failed requests");
    }

    @Test
    void aRollbackCountsUntilTheOldVersionServes() {
        BenchResult result =
                result(
                        0,
                        trial("plan", Trial.Kind.ROLLBACK, 30, 1000),
                        trial("rolling", Trial.Kind.ROLLBACK, 6, 0));
        assertThat(result.servingRatio("rolling", Trial.Kind.ROLLBACK)).contains(0.2);
        assertThat(result.missed())
                .singleElement(STRING)
                .contains("rollback until the old version serves: 0.20");
    }

    @Test
    void aReleaseServesWhenTheOneBeforeAnswersNoMoreAndNothingFails() {
        List<Serving.Seen> seen =
                List.of(
                        new Serving.Seen(900, true, "1"),
                        new Serving.Seen(1500, true, ""),
                        new Serving.Seen(2000, true, "2"),
                        new Serving.Seen(2100, true, "1"),
                        new Serving.Seen(3000, false, ""),
                        new Serving.Seen(3500, true, ""),
                        new Serving.Seen(4000, true, "2"),
                        new Serving.Seen(5000, true, "2"));
        assertThat(Serving.seconds(seen, 1000)).contains(3.0);
        assertThat(Serving.seconds(seen.subList(0, 5), 1000)).isEmpty();
        assertThat(Serving.seconds(List.of(), 1000)).isEmpty();
        assertThat(Serving.Seen.of(1, true, "{\"status\": \"ok\", \"version\": \"2.0.0\"}"))
                .isEqualTo(new Serving.Seen(1, true, "2.0.0"));
        assertThat(Serving.Seen.of(1, false, "{\"version\": \"2.0.0\"}").tells()).isFalse();
    }

    @Test
    void theMedianStandsWithItsEnds() {
        assertThat(Spread.of(List.of(4, 1, 2)).show(1)).isEqualTo("2.0 (1.0 to 4.0)");
        assertThat(Spread.of(List.of(3)).show(0)).isEqualTo("3");
        assertThat(Spread.of(List.<Integer>of()).show(0)).isEqualTo("-");
    }

    @Test
    void everyContestantCanBeChosenByItsName() {
        assertThat(DeployBench.contestants(null).stream().map(Contestant::name).toList())
                .isEqualTo(BenchOptions.CONTESTANTS);
    }
}
