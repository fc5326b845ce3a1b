package io.jenkins.plugins.erp.jenkins.access;

/** Names this package's bundle: a {@code Localizable} looks for one that is called like a class. */
final class Messages {
    private Messages() {}
}
