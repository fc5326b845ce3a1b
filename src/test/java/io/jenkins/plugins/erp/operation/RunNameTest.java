package io.jenkins.plugins.erp.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RunNameTest {
    @Test
    void aRunThatIsDoneAgainHasItsFormerName() {
        RunName first = RunName.of(Map.of(RunName.ID, "a-step"));
        RunName again = RunName.of(Map.of(RunName.ID, "a-step", RunName.AGAIN, "true"));

        assertThat(first.word()).matches("[0-9a-f]{10}").isEqualTo(again.word());
        assertThat(first.again()).isFalse();
        assertThat(again.again()).isTrue();
    }

    @Test
    void othersHaveNamesOfTheirOwn() {
        assertThat(RunName.of(Map.of(RunName.ID, "a-step")).word())
                .isNotEqualTo(RunName.of(Map.of(RunName.ID, "another")).word());
        assertThat(RunName.of(Map.of()).word()).isNotEqualTo(RunName.of(Map.of()).word());
        assertThat(RunName.of(Map.of(RunName.AGAIN, "true")).again()).isFalse();
    }
}
