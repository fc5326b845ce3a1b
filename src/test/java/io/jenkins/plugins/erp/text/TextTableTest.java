package io.jenkins.plugins.erp.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAlignedAlsoWithChineseTitles() {
        assertThat(new TextTable("工具", ">新增").row("bandit", "12").row("isort", "3").lines())
                .containsExactly("工具    新增", "------------", "bandit    12", "isort      3");
    }
}
