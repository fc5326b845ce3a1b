package io.jenkins.plugins.erp.jenkins.pages;

import static io.jenkins.plugins.erp.jenkins.pages.Operations.FIRST;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.SECOND;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.deploy.DeployResult;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.operation.OperationResult;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.plan.ExecutionReport.PhaseReport;
import io.jenkins.plugins.erp.plan.PhaseState;
import io.jenkins.plugins.erp.report.Coverage;
import io.jenkins.plugins.erp.report.Severity;
import io.jenkins.plugins.erp.scan.ScanResult;
import io.jenkins.plugins.erp.test.TestResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The parts of results that a page shows, from the maps which operations really write. */
class OperationViewTest {
    @Test
    void aDeployIsShownWithItsPhasesHostsAndMigrations() {
        List<PhaseReport> phases =
                List.of(
                        new PhaseReport(
                                "pull", "Pull images", PhaseState.DONE, 2, 0, "from the registry"));
        DeployResult result =
                new DeployResult(
                        "deploy",
                        Outcome.DONE,
                        "production",
                        SECOND,
                        FIRST,
                        SECOND,
                        "erp:1",
                        "erp@sha256:77",
                        "22222222",
                        phases,
                        2,
                        "",
                        "",
                        Map.of("erp1", "serves"),
                        List.of("orders.0001"),
                        12,
                        List.of(
                                new DeployResult.HostResult(
                                        "erp1", true, Outcome.DONE, 2, SECOND, "", phases)));

        OperationView view = view(of(1, "deploy", "DONE", SECOND, FIRST, SECOND, result.toMap()));

        assertThat(view.timeline().bars()).hasSize(1);
        assertThat(view.timeline().bars().get(0).message()).isEqualTo("from the registry");
        assertThat(view.hosts()).hasSize(1);
        assertThat(view.hosts().get(0).lead()).isTrue();
        assertThat(view.hosts().get(0).state()).isEqualTo("serves");
        assertThat(view.hosts().get(0).timeline().bars()).hasSize(1);
        assertThat(view.migrations()).containsExactly("orders.0001");
        assertThat(view.facts())
                .containsEntry("fact.pinned", "erp@sha256:77")
                .containsEntry("fact.commands", "12")
                .containsEntry("fact.release", SECOND);
        assertThat(view.rollbackTo()).isEqualTo(FIRST);
        assertThat(view.tests()).isNull();
        assertThat(view.findings()).isNull();
        assertThat(view.health()).isEmpty();
    }

    @Test
    void testsAndScansAreShownWithTheirFigures() {
        TestResult tests =
                new TestResult(
                        "erp:1", List.of(), Optional.<Coverage>empty(), List.of("lines: 70 %"), 3);
        ScanResult scan = new ScanResult(List.of(), Severity.HIGH, Set.of());

        OperationView.Tests shown = view(result("test", tests)).tests();
        OperationView.Findings found = view(result("scan", scan)).findings();

        assertThat(shown.gates()).containsExactly("lines: 70 %");
        assertThat(shown.lines()).isEmpty();
        assertThat(shown.passedPart()).isZero();
        assertThat(found.failOn()).isEqualTo("high");
        assertThat(found.counts()).containsKeys("critical", "high", "medium", "low");
        assertThat(List.copyOf(found.counts().keySet()).get(0)).isEqualTo("critical");
    }

    @Test
    void oneThatRunsHasNoParts() {
        for (String kind : List.of("build", "test", "scan", "deploy", "rollback", "health")) {
            OperationView view = view(of(1, kind, "RUNNING", "", "", "", Map.of()));

            assertThat(view.timeline().bars()).isEmpty();
            assertThat(view.hosts()).isEmpty();
            assertThat(view.tests()).isNull();
            assertThat(view.findings()).isNull();
            assertThat(view.took()).isEmpty();
            assertThat(view.rollbackTo()).isEmpty();
            assertThat(view.tone()).isEqualTo("info");
        }
    }

    @Test
    void onlyWhatBecameCurrentCanBeTakenBack() {
        assertThat(view(Operations.failed(2, SECOND, FIRST)).rollbackTo()).isEmpty();
        assertThat(view(Operations.deploy(1, FIRST, "")).rollbackTo()).isEmpty();
        assertThat(view(Operations.deploy(2, FIRST, FIRST)).rollbackTo()).isEmpty();
    }

    @Test
    void thereIsAPageForWhateverIsAskedFor() {
        List<Integer> all = new java.util.ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            all.add(i);
        }

        assertThat(Pages.newestFirst(all, null).items().get(0)).isEqualTo(60);
        assertThat(Pages.newestFirst(all, "2").items().get(0)).isEqualTo(35);
        assertThat(Pages.newestFirst(all, "99").items()).hasSize(10);
        assertThat(Pages.newestFirst(all, "-1' or 1=1").number()).isEqualTo(1);
        assertThat(Pages.newestFirst(List.of(), "3").items()).isEmpty();
    }

    private static OperationEntry result(String kind, OperationResult result) {
        return of(1, kind, "DONE", "", "", "", result.toMap());
    }

    private static OperationView view(OperationEntry entry) {
        // as it comes back from the build's record
        return new OperationView(OperationEntry.parse(entry.toLine()).orElseThrow(), 1);
    }
}
