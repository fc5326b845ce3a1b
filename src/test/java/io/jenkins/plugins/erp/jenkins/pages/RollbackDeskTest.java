package io.jenkins.plugins.erp.jenkins.pages;

import static io.jenkins.plugins.erp.jenkins.pages.Operations.FIRST;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.SECOND;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.THIRD;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.deploy;
import static io.jenkins.plugins.erp.jenkins.pages.Operations.rollback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.Item;
import io.jenkins.plugins.erp.history.OperationEntry;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may roll back from a page, and to what. */
class RollbackDeskTest {
    private static final List<OperationEntry> HISTORY =
            List.of(deploy(1, FIRST, ""), deploy(2, SECOND, FIRST), deploy(3, THIRD, SECOND));

    @Test
    void whoMayNotLearnsNothingAndStartsNothing() {
        RollbackDesk desk =
                new RollbackDesk(
                        item(false),
                        () -> {
                            throw new AssertionError("the history was read");
                        },
                        order -> {
                            throw new AssertionError("it was started");
                        });

        assertThatThrownBy(() -> desk.ask("shop", "production", null))
                .isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> desk.start("shop", "production", FIRST, "keep"))
                .isInstanceOf(SecurityException.class);
    }

    @Test
    void theOneBeforeIsChosenAndTheOthersAreOffered() {
        RollbackDesk.Question question = desk(HISTORY).ask("shop", "production", null);

        assertThat(question.order())
                .isEqualTo(new RollbackOrder("shop", "production", SECOND, "refuse"));
        assertThat(question.offer().targets())
                .extracting(OperationEntry::release)
                .containsExactly(SECOND, FIRST);
        assertThat(desk(HISTORY).ask("shop", "production", FIRST).order().release())
                .isEqualTo(FIRST);
        assertThat(desk(HISTORY).ask("shop", "production", "../../etc").order().release())
                .isEqualTo(SECOND);
        assertThat(desk(HISTORY).ask("shop", "production", THIRD).order().release())
                .isEqualTo(SECOND);
    }

    @Test
    void afterARollbackTheOneBeforeIsAnOlderOne() {
        List<OperationEntry> history =
                List.of(HISTORY.get(0), HISTORY.get(1), HISTORY.get(2), rollback(4, SECOND, THIRD));

        assertThat(desk(history).ask("shop", "production", null).order().release())
                .isEqualTo(FIRST);
    }

    @Test
    void theFirstReleaseHasNothingToGoBackTo() {
        assertThat(desk(HISTORY.subList(0, 1)).ask("shop", "production", null).order()).isNull();
    }

    @Test
    void anOrderIsCheckedBeforeAnythingStarts() {
        RollbackDesk desk =
                new RollbackDesk(
                        item(true),
                        () -> HISTORY,
                        order -> {
                            throw new AssertionError("it was started");
                        });

        // each ends in the answer to the request, before the starter is asked
        for (String[] bad :
                List.of(
                        new String[] {"shop", "elsewhere", FIRST, "keep"},
                        new String[] {"other", "production", FIRST, "keep"},
                        new String[] {"shop", "production", "../../x", "keep"},
                        new String[] {"shop", "production", "--restore", "keep"},
                        new String[] {"shop", "production", FIRST, "drop"},
                        new String[] {null, null, null, null})) {
            assertThatThrownBy(() -> desk.start(bad[0], bad[1], bad[2], bad[3]))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void theSameIsSaidForTheCommandLineAndThePipeline() {
        RollbackOrder plain = new RollbackOrder("shop", "production", FIRST, "refuse");
        RollbackOrder reverse = new RollbackOrder("shop", "production", FIRST, "reverse");

        assertThat(plain.commandLine()).isEqualTo("./erp rollback production " + FIRST);
        assertThat(plain.step())
                .isEqualTo("erpRollback environment: 'production', release: '" + FIRST + "'");
        assertThat(reverse.commandLine()).endsWith(" --migrations reverse");
        assertThat(reverse.step()).endsWith(", migrations: 'reverse'");
    }

    @Test
    void noOrderHoldsWhatIsNoName() {
        assertThatThrownBy(() -> new RollbackOrder("shop", "prod'; rm", FIRST, "keep"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RollbackOrder("shop", "production", "$(id)", "keep"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RollbackOrder("shop", "production", FIRST, "all"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static RollbackDesk desk(List<OperationEntry> history) {
        return new RollbackDesk(item(true), () -> history, order -> Optional.empty());
    }

    private static Item item(boolean allowed) {
        return (Item)
                Proxy.newProxyInstance(
                        RollbackDeskTest.class.getClassLoader(),
                        new Class<?>[] {Item.class},
                        (proxy, method, arguments) -> {
                            if (!method.getName().equals("checkPermission")) {
                                throw new AssertionError("asked for " + method);
                            }
                            if (!allowed) {
                                throw new SecurityException("forbidden");
                            }
                            return null;
                        });
    }
}
