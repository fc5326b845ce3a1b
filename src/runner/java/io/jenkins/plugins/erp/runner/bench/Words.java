package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.text.Messages;
import java.util.Locale;

/** Texts and numbers as people read them. */
final class Words {
    private Words() {}

    static String text(String key, Object... arguments) {
        return Messages.of(Words.class, key, arguments);
    }

    static String of(Trial.Kind kind) {
        return text("kind." + kind.name());
    }

    static String share(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    static String seconds(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
