package io.jenkins.plugins.erp.jenkins.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a freeze begins and ends, in its own time zone. */
class WindowTest {
    private static boolean in(Window window, String utc) {
        return window.contains(Instant.parse(utc));
    }

    @Test
    void onceItIsTheTimeOfItsZone() {
        Window window = Window.parse("2026-12-24T18:00", "2027-01-02 08:00", "Asia/Shanghai");

        assertThat(in(window, "2026-12-24T09:59:59Z")).isFalse();
        assertThat(in(window, "2026-12-24T10:00:00Z")).isTrue();
        assertThat(in(window, "2027-01-01T23:59:59Z")).isTrue();
        assertThat(in(window, "2027-01-02T00:00:00Z")).isFalse();
        assertThat(window.end()).isEqualTo("2027-01-02T08:00 Asia/Shanghai");
    }

    @ParameterizedTest
    @CsvSource({
        // a Friday at 18:00 in Shanghai is 10:00 in UTC
        "2026-11-27T09:59:00Z, false",
        "2026-11-27T10:00:00Z, true",
        "2026-11-28T12:00:00Z, true",
        // over the week's end, Sunday at midnight there
        "2026-11-29T15:59:00Z, true",
        "2026-11-29T16:00:00Z, true",
        "2026-11-29T22:59:00Z, true",
        "2026-11-29T23:00:00Z, false",
        "2026-12-02T12:00:00Z, false"
    })
    void everyWeekItGoesOverTheWeeksEnd(String moment, boolean frozen) {
        Window window = Window.parse("fri 18:00", "Monday 7:00", "Asia/Shanghai");

        assertThat(in(window, moment)).isEqualTo(frozen);
        assertThat(window.end()).isEqualTo("MON 07:00 Asia/Shanghai");
    }

    @Test
    void everyWeekWithinAWeek() {
        Window window = Window.parse("TUE 09:00", "TUE 10:30", "UTC");

        assertThat(in(window, "2026-11-24T08:59:59Z")).isFalse();
        assertThat(in(window, "2026-11-24T09:00:00Z")).isTrue();
        assertThat(in(window, "2026-11-24T10:29:59Z")).isTrue();
        assertThat(in(window, "2026-11-24T10:30:00Z")).isFalse();
        assertThat(in(window, "2026-11-25T09:30:00Z")).isFalse();
    }

    @Test
    void theClocksOfSummerAndWinterAreFollowed() {
        Window window = Window.parse("FRI 18:00", "SAT 00:00", "Europe/Berlin");

        assertThat(in(window, "2026-07-03T16:00:00Z")).isTrue();
        assertThat(in(window, "2026-12-04T16:00:00Z")).isFalse();
        assertThat(in(window, "2026-12-04T17:00:00Z")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, 2027-01-02T08:00, UTC, window.moment",
                "2026-12-24, 2027-01-02T08:00, UTC, window.moment",
                "FRI, MON 07:00, UTC, window.moment",
                "FRI 25:00, MON 07:00, UTC, window.moment",
                "FRI 18:00, 2027-01-02T08:00, UTC, window.mixed",
                "2027-01-02T08:00, 2026-12-24T18:00, UTC, window.backwards",
                "FRI 18:00, FRI 18:00, UTC, window.empty",
                "FRI 18:00, MON 07:00, Mars/Olympus, window.zone"
            })
    void whatIsNoWindowIsSaid(String from, String until, String zone, String key) {
        assertThatThrownBy(() -> Window.parse(from, until, zone))
                .isInstanceOfSatisfying(
                        Window.Unreadable.class, e -> assertThat(e.key()).isEqualTo(key));
    }

    @Test
    void oneThatCannotBeReadIsAlways() {
        assertThat(in(new Window.Unclear("?"), "2026-12-24T18:00:00Z")).isTrue();
    }
}
