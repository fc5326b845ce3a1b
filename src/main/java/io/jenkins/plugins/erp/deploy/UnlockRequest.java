package io.jenkins.plugins.erp.deploy;

/**
 * Asks to free the hosts of an environment from who holds them.
 *
 * @param environment name in erp.yaml
 * @param force whether one who is alive loses them, too
 */
public record UnlockRequest(String environment, boolean force) {}
