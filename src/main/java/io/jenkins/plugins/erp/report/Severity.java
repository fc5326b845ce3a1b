package io.jenkins.plugins.erp.report;

/** How bad a finding is, mildest first; a gate names the mildest that fails. */
public enum Severity {
    INFO,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /** Whether this is as bad as a threshold, or worse. */
    public boolean atLeast(Severity threshold) {
        return compareTo(threshold) >= 0;
    }
}
