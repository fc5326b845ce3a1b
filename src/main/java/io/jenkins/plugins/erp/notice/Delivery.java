package io.jenkins.plugins.erp.notice;

/**
 * What became of a notice.
 *
 * @param delivered whether the receiver took it
 * @param tries how often it was sent
 * @param problem why it was not taken, for people; never an address, a secret or a foreign text
 */
public record Delivery(boolean delivered, int tries, String problem) {}
