package io.jenkins.plugins.erp.test;

import java.util.List;
import java.util.Optional;

/**
 * What erpTest is asked for, over what erp.yaml says.
 *
 * @param suites to run, by name; empty: all
 * @param image to test; empty: the one built last for this commit
 * @param minimumCoverage in percent
 */
public record TestRequest(
        List<String> suites, Optional<String> image, Optional<Double> minimumCoverage) {}
