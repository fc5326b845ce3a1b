package io.jenkins.plugins.erp.deploy;

import java.util.Optional;

/**
 * What erpRollback is asked for.
 *
 * @param environment name in erp.yaml
 * @param release id from the ledger; empty: the one before the current
 * @param dryRun whether only the plan is printed
 */
public record RollbackRequest(String environment, Optional<String> release, boolean dryRun) {}
