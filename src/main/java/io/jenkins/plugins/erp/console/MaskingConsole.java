package io.jenkins.plugins.erp.console;

import io.jenkins.plugins.erp.shell.SecretMasker;
import java.util.function.Supplier;

/**
 * Masks secrets before a line goes on to another console.
 *
 * @param inner where lines go
 * @param masker asked anew for each line, so that secrets may come and go
 */
public record MaskingConsole(Console inner, Supplier<SecretMasker> masker) implements Console {
    @Override
    public void print(Level level, String line) {
        inner.print(level, masker.get().mask(line));
    }
}
