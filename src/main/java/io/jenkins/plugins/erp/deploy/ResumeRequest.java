package io.jenkins.plugins.erp.deploy;

/**
 * Asks to go on with what a process that is gone has left in the middle.
 *
 * @param environment name in erp.yaml
 * @param undo whether it is taken back even where it could be finished
 */
public record ResumeRequest(String environment, boolean undo) {}
