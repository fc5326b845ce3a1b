package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.report.Finding;
import io.jenkins.plugins.erp.text.Digests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Names for findings that stay when lines above come and go: made of tool, rule, file and the text
 * of the line itself, and a running number among equal ones in the same file.
 */
final class Fingerprints {
    private static final int DIGITS = 32;

    private Fingerprints() {}

    /** The text of a line, if it can be read. */
    interface Lines {
        Optional<String> text(String file, int line) throws InterruptedException;
    }

    /** The same findings in the same order, with fingerprints. */
    static List<Finding> add(List<Finding> findings, Lines lines) throws InterruptedException {
        Map<String, Integer> seen = new HashMap<>();
        List<Finding> result = new ArrayList<>();
        for (Finding one : findings) {
            String base = base(one, lines);
            int number = seen.merge(base, 1, Integer::sum);
            result.add(one.withFingerprint(hash(base + "\n" + number)));
        }
        return result;
    }

    private static String base(Finding one, Lines lines) throws InterruptedException {
        if (one.file().isEmpty()) {
            return String.join("\n", "package", subject(one), one.rule());
        }
        Optional<String> text =
                one.line() > 0 ? lines.text(one.file().get(), one.line()) : Optional.empty();
        // figures in messages ("too complex (12)") change with the code around
        String what = text.map(String::strip).orElse(one.message().replaceAll("\\d+", "#"));
        return String.join("\n", one.tool(), one.rule(), one.file().get(), what);
    }

    /** A package's name in its normal form (PEP 503). */
    static String subject(Finding one) {
        return one.subject().toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }

    private static String hash(String text) {
        return Digests.sha256(text).substring(0, DIGITS);
    }
}
