package io.jenkins.plugins.erp.deploy;

/**
 * Which backup is to take the place of an environment's database.
 *
 * @param environment name in erp.yaml
 * @param backup its id
 */
public record RestoreRequest(String environment, String backup) {}
