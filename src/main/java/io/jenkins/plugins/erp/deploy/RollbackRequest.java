package io.jenkins.plugins.erp.deploy;

import java.util.Optional;

/**
 * What erpRollback is asked for.
 *
 * @param environment name in erp.yaml
 * @param release id from the ledger; empty: the one before the current
 * @param migrations what to do about migrations that the target does not know
 * @param dryRun whether only the plan is printed
 */
public record RollbackRequest(
        String environment, Optional<String> release, MigrationPolicy migrations, boolean dryRun) {

    /** Refusing when migrations differ. */
    public RollbackRequest(String environment, Optional<String> release, boolean dryRun) {
        this(environment, release, MigrationPolicy.REFUSE, dryRun);
    }
}
