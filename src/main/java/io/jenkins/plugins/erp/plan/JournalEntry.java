package io.jenkins.plugins.erp.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One line of a journal.
 *
 * @param seq counted from 1
 * @param phase its name; empty for the run as a whole
 * @param event what happened
 * @param time of the host of the run, ISO 8601 in UTC
 * @param detail for people, or what a later reader needs; never a secret
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JournalEntry(int seq, String phase, Event event, String time, String detail) {

    /** Fills in what is left out on the line. */
    public JournalEntry {
        phase = phase == null ? "" : phase;
        time = time == null ? "" : time;
        detail = detail == null ? "" : detail;
    }

    /** What happened. */
    public enum Event {
        /** the run began; the detail says what it is about */
        @JsonProperty("opened")
        OPENED,
        /** written before apply */
        @JsonProperty("started")
        STARTED,
        /** apply ended well */
        @JsonProperty("done")
        DONE,
        /** there was nothing to apply */
        @JsonProperty("skipped")
        SKIPPED,
        /** apply failed, or was aborted; from here on the run goes backwards */
        @JsonProperty("failed")
        FAILED,
        /** a later comer decided to take the run back */
        @JsonProperty("undo")
        UNDO,
        /** written before revert */
        @JsonProperty("reverting")
        REVERTING,
        /** revert ended well */
        @JsonProperty("reverted")
        REVERTED,
        /** revert failed: a person has to look, or a later comer tries again */
        @JsonProperty("revertFailed")
        REVERT_FAILED,
        /** the run is over; the detail is its outcome */
        @JsonProperty("closed")
        CLOSED
    }
}
