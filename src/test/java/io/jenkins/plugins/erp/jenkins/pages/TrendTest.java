package io.jenkins.plugins.erp.jenkins.pages;

import static io.jenkins.plugins.erp.jenkins.pages.Operations.FIRST;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.SECOND;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.deploy;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.failed;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.of;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.rollback;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The picture of how long deploys and rollbacks took. */
class TrendTest {
    @Test
    void everyPointIsInThePictureAndLongerIsHigher() {
        List<OperationEntry> entries = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            entries.add(deploy(i, FIRST, ""));
        }

        Trend trend = Trend.of(entries);

        assertThat(trend.points()).hasSize(60);
        assertThat(trend.points())
                .allSatisfy(
                        p -> {
                            assertThat(p.x()).isBetween(0, Trend.WIDTH);
                            assertThat(p.y()).isBetween(0, Trend.HEIGHT);
                        });
        assertThat(trend.points().get(59).y()).isLessThan(trend.points().get(0).y());
        assertThat(trend.points().get(59).entry().build()).isEqualTo(100);
    }

    @Test
    void theLinesJoinWhatWasDoneOfTheirKind() {
        Trend trend =
                Trend.of(
                        List.of(
                                deploy(1, FIRST, ""),
                                failed(2, SECOND, FIRST),
                                deploy(3, SECOND, FIRST),
                                rollback(4, FIRST, SECOND),
                                of(5, "health", "DONE", "", "", "", Map.of()),
                                of(6, "deploy", "RUNNING", "", "", "", Map.of())));

        assertThat(trend.points()).hasSize(4);
        assertThat(trend.deployLine().split(" ")).hasSize(2);
        assertThat(trend.rollbackLine().split(" ")).hasSize(1);
        assertThat(trend.median("deploy")).isEqualTo("12.0 s");
        assertThat(trend.median("rollback")).isEqualTo("14.0 s");
    }

    @Test
    void nothingAndOneAreNoTrend() {
        assertThat(Trend.of(List.of()).worthwhile()).isFalse();
        assertThat(Trend.of(List.of()).median("deploy")).isEmpty();
        assertThat(Trend.of(List.of(deploy(1, FIRST, ""))).worthwhile()).isFalse();
    }

    @Test
    void theScaleIsRound() {
        assertThat(Trend.nice(0.4)).isEqualTo(1);
        assertThat(Trend.nice(14)).isEqualTo(15);
        assertThat(Trend.nice(26)).isEqualTo(30);
        assertThat(Trend.nice(101)).isEqualTo(150);
    }

    @Test
    void timesAreForPeople() {
        assertThat(Seconds.of(0.24)).isEqualTo("0.2 s");
        assertThat(Seconds.of(59.97)).isEqualTo("1 min");
        assertThat(Seconds.of(125)).isEqualTo("2 min 5 s");
        assertThat(Seconds.of(3_720)).isEqualTo("1 h 2 min");
        assertThat(Seconds.of(90_000)).isEqualTo("1 d 1 h");
    }
}
