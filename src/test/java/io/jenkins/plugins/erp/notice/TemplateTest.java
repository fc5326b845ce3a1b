package io.jenkins.plugins.erp.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.erp.history.Entries;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A template has places and nothing else. */
class TemplateTest {
    private static final Notice NOTICE =
            new Notice(
                    NoticeEvent.FAILED,
                    Entries.of("deploy", "FAILED")
                            .at("2026-11-20T10:00:00Z", 90)
                            .with("failure", "a ${environment}\nb")
                            .with("actor", "bob\n[x](http://evil)")
                            .entry(),
                    "https://ci.example.com/job/erp/7/",
                    "");

    private static String fill(String template) {
        return Template.parse(template)
                .orElseThrow()
                .fill(NOTICE, Locale.ENGLISH, 1_000, Markup::markdown);
    }

    @Test
    void placesGetTheirValuesOnce() {
        assertThat(fill("${app} -> ${environment}: $5 {x} ${event} ${seconds} ${previous}."))
                .isEqualTo("shop -> production: $5 {x} failed 90.0 .");
        // a value is never read as a template
        assertThat(fill("**${failure}**")).isEqualTo("**a ${environment}\nb**");
    }

    @Test
    void valuesAreEscapedAndTheTextIsNot() {
        assertThat(fill("**by** ${actor}")).isEqualTo("**by** bob ［x］(http://evil)");
    }

    @Test
    void nothingIsNoTemplate() {
        assertThat(Template.parse(null)).isEmpty();
        assertThat(Template.parse(" \n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${nothing}",
                "${}",
                "${ environment }",
                "${entry.failure}",
                "${Jenkins.get()}",
                "${${app}}",
                "${app"
            })
    void whatIsNotAPlaceIsRefused(String template) {
        assertThatThrownBy(() -> Template.parse(template))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theRefusalNamesWhatThereIs() {
        assertThatThrownBy(() -> Template.parse("in ${enviroment}"))
                .hasMessageContaining("\"enviroment\"")
                .hasMessageContaining("environment, release, previous");
    }
}
