package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.report.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What erpScan is asked for, over what erp.yaml says.
 *
 * @param tools to run; empty: those of erp.yaml
 * @param image whose tools are used; empty: the one built last for this commit
 * @param failOn mildest severity that fails
 * @param updateBaseline whether all that is found is written to the baseline file, so that it does
 *     not fail from now on
 */
public record ScanRequest(
        List<String> tools,
        Optional<String> image,
        Optional<Severity> failOn,
        boolean updateBaseline) {

    /** Without touching the baseline. */
    public ScanRequest(List<String> tools, Optional<String> image, Optional<Severity> failOn) {
        this(tools, image, failOn, false);
    }
}
