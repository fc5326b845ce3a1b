package io.jenkins.plugins.erp.report;

import java.util.List;

/**
 * What one tool's report says.
 *
 * @param found what it found
 * @param unread what it could not look at, one line each: the scan is not complete
 * @param notes what a person may want to know besides
 */
public record Findings(List<Finding> found, List<String> unread, List<String> notes) {

    /** Copies the lists. */
    public Findings {
        found = List.copyOf(found);
        unread = List.copyOf(unread);
        notes = List.copyOf(notes);
    }
}
