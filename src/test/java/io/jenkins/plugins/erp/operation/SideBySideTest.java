package io.jenkins.plugins.erp.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    @Test
    void piecesRunAtTheSameTimeAndResultsKeepTheirOrder() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Callable<Boolean> meet =
                () -> {
                    both.countDown();
                    return both.await(30, TimeUnit.SECONDS);
                };

        assertThat(SideBySide.run(2, List.of(meet, meet))).containsExactly(true, true);
        assertThat(SideBySide.run(1, List.of(() -> 1, () -> 2, () -> 3))).containsExactly(1, 2, 3);
    }

    @Test
    void aFailureStopsTheOthersBeforeItIsTold() {
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(1);
        Callable<Object> slow =
                () -> {
                    started.countDown();
                    try {
                        Thread.sleep(60_000);
                    } finally {
                        ended.set(true);
                    }
                    return "never";
                };
        Callable<Object> broken =
                () -> {
                    started.await();
                    throw new IllegalStateException("broken");
                };

        assertThatThrownBy(() -> SideBySide.run(2, List.of(broken, slow)))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("broken");
        assertThat(ended).isTrue();
    }
}
