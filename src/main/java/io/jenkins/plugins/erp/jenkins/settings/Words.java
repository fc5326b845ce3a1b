package io.jenkins.plugins.erp.jenkins.settings;

import io.jenkins.plugins.erp.jenkins.form.Checks;
import java.util.ArrayList;
import java.util.List;

/** Lists of words as forms show them, files keep them and code gives them. */
final class Words {
    private Words() {}

    /** The single words, or null when there are none: a key that is not there in files. */
    static List<String> orNull(List<String> given) {
        List<String> words = Checks.words(given);
        return words.isEmpty() ? null : new ArrayList<>(words);
    }

    static List<String> orEmpty(List<String> kept) {
        return kept == null ? List.of() : List.copyOf(kept);
    }

    static List<String> copy(List<String> kept) {
        return kept == null ? null : List.copyOf(kept);
    }

    static String lines(List<String> words) {
        return String.join("\n", orEmpty(words));
    }

    static String join(List<String> words) {
        return String.join(" ", orEmpty(words));
    }
}
