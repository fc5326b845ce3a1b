package io.jenkins.plugins.erp.deploy;

/**
 * Which releases are asked for.
 *
 * @param environment name in erp.yaml
 */
public record ReleasesRequest(String environment) {}
