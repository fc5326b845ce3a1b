package io.jenkins.plugins.erp.health;

import java.util.Optional;

/**
 * What erpHealth is asked for.
 *
 * @param environment name in erp.yaml
 * @param consecutive rounds that have to pass, over what erp.yaml says
 */
public record HealthRequest(String environment, Optional<Integer> consecutive) {}
