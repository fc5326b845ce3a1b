package io.jenkins.plugins.erp.deploy;

/**
 * Whose backups are asked for.
 *
 * @param environment name in erp.yaml
 */
public record BackupsRequest(String environment) {}
