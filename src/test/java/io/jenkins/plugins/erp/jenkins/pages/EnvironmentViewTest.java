package io.jenkins.plugins.erp.jenkins.pages;

import static io.jenkins.plugins.erp.jenkins.pages.Operations.FIRST;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.SECOND;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.THIRD;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.deploy;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.failed;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.of;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.rollback;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What runs where, as the history tells it. */
class EnvironmentViewTest {
    @Test
    void theNewestThatWasDoneServes() {
        EnvironmentView view = one(deploy(1, FIRST, ""), deploy(2, SECOND, FIRST));

        assertThat(view.release()).isEqualTo(SECOND);
        assertThat(view.since()).isEqualTo(view.live().end());
        assertThat(view.live().build()).isEqualTo(2);
        assertThat(view.state()).isEqualTo("environment.good");
    }

    @Test
    void afterOneThatWasTakenBackTheOneBeforeServesSinceItCame() {
        EnvironmentView view = one(deploy(1, FIRST, ""), failed(2, SECOND, FIRST));

        assertThat(view.release()).isEqualTo(FIRST);
        assertThat(view.live().build()).isEqualTo(1);
        assertThat(view.troubled()).isTrue();
        assertThat(view.state()).isEqualTo("environment.failed");
    }

    @Test
    void aRollbackBringsTheOldOne() {
        EnvironmentView view =
                one(deploy(1, FIRST, ""), deploy(2, SECOND, FIRST), rollback(3, FIRST, SECOND));

        assertThat(view.release()).isEqualTo(FIRST);
        assertThat(view.live().kind()).isEqualTo("rollback");
    }

    @Test
    void whatAFailedOneFoundServingIsBelievedThoughNobodyHereBroughtIt() {
        EnvironmentView view = one(deploy(1, FIRST, ""), failed(2, THIRD, SECOND));

        assertThat(view.release()).isEqualTo(SECOND);
        assertThat(view.live()).isNull();
        assertThat(view.since()).isNull();
    }

    @Test
    void oneThatRunsAndOneThatNeedsAPersonAreSaid() {
        OperationEntry running = of(3, "deploy", "RUNNING", "", "", "", Map.of());
        OperationEntry stuck = of(2, "deploy", "NEEDS_PERSON", SECOND, FIRST, "", Map.of());

        assertThat(one(deploy(1, FIRST, ""), running).state()).isEqualTo("environment.running");
        assertThat(one(deploy(1, FIRST, ""), stuck).state()).isEqualTo("environment.person");
        assertThat(one(deploy(1, FIRST, ""), stuck).release()).isEqualTo(FIRST);
    }

    @Test
    void otherKindsAndPlansAreNoEnvironment() {
        assertThat(
                        EnvironmentView.of(
                                List.of(
                                        of(1, "health", "DONE", "", "", "", Map.of()),
                                        of(2, "plan", "DONE", SECOND, FIRST, "", Map.of()),
                                        of(3, "build", "DONE", "", "", "", Map.of()))))
                .isEmpty();
    }

    @Test
    void whatIsTypedIsLookedForInItsNames() {
        EnvironmentView view = one(deploy(1, FIRST, ""));

        assertThat(view.matches(" PRODUCTION ")).isTrue();
        assertThat(view.matches("1111111")).isTrue();
        assertThat(view.matches("staging")).isFalse();
    }

    private static EnvironmentView one(OperationEntry... entries) {
        List<EnvironmentView> all = EnvironmentView.of(List.of(entries));
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
