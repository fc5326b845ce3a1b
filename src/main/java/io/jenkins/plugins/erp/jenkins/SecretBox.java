package io.jenkins.plugins.erp.jenkins;

import io.jenkins.plugins.erp.shell.SecretMasker;
import java.util.List;

/** The secrets that came up so far in a step, to be masked wherever lines are printed. */
final class SecretBox implements AutoCloseable {
    private volatile SecretMasker masker;

    SecretBox(List<String> known) {
        masker = SecretMasker.of(known);
    }

    SecretMasker masker() {
        return masker;
    }

    synchronized void add(String secret) {
        masker = masker.and(List.of(secret));
    }

    @Override
    public void close() {
        masker = SecretMasker.NONE;
    }
}
