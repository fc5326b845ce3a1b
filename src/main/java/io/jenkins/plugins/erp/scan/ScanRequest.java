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
 */
public record ScanRequest(List<String> tools, Optional<String> image, Optional<Severity> failOn) {}
