package io.jenkins.plugins.erp.runner.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.it.RealParts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Real faults on the real stack: a few of them, or with {@code -Derp.faults=real-all} all that
 * {@code ./erp bench faults} has. That requests were slow on a busy machine is no failure here; one
 * that was lost is.
 */
class RealFaultsIT {
    private static final List<String> FEW = List.of("dies", "two-deploys", "kill-switch");

    @Test
    void whateverFailsOneReleaseServesAndNothingIsLeft() throws Exception {
        RealParts.orSkip();
        boolean all = "real-all".equals(System.getProperty("erp.faults"));

        List<FaultRow> rows =
                new FaultBench(
                                new FaultOptions(
                                        RealParts.HOME,
                                        System.getenv(),
                                        20,
                                        all ? List.of() : FEW,
                                        1,
                                        Optional.empty(),
                                        false),
                                (level, line) -> System.out.println(line))
                        .run();

        assertThat(rows).hasSizeGreaterThanOrEqualTo(FEW.size());
        assertThat(rows).allSatisfy(row -> assertThat(row.wrong()).as(row.name()).isEmpty());
    }
}
