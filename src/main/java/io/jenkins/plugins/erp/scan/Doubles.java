package io.jenkins.plugins.erp.scan;

import io.jenkins.plugins.erp.report.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Takes out what is told twice: by one tool, or as one vulnerability by two. */
final class Doubles {
    private Doubles() {}

    /** The findings without doubles; of two, the first stays, with the names of both. */
    static List<Finding> remove(List<Finding> findings) {
        Set<List<Object>> seen = new HashSet<>();
        List<Finding> kept = new ArrayList<>();
        for (Finding one : findings) {
            if (one.file().isPresent()) {
                if (seen.add(
                        List.of(
                                one.tool(),
                                one.rule(),
                                one.file(),
                                one.line(),
                                one.column(),
                                one.message()))) {
                    kept.add(one);
                }
                continue;
            }
            int same = sameVulnerability(kept, one);
            if (same < 0) {
                kept.add(one);
            } else {
                kept.set(same, merge(kept.get(same), one));
            }
        }
        return kept;
    }

    private static int sameVulnerability(List<Finding> kept, Finding one) {
        for (int i = 0; i < kept.size(); i++) {
            Finding other = kept.get(i);
            if (other.file().isEmpty()
                    && Fingerprints.subject(other).equals(Fingerprints.subject(one))
                    && !Collections.disjoint(names(other), names(one))) {
                return i;
            }
        }
        return -1;
    }

    private static Finding merge(Finding first, Finding second) {
        Set<String> aliases = new LinkedHashSet<>(first.aliases());
        aliases.addAll(names(second));
        aliases.remove(first.rule());
        return new Finding(
                first.tool(),
                first.rule(),
                first.severity().atLeast(second.severity()) ? first.severity() : second.severity(),
                first.file(),
                first.line(),
                first.column(),
                first.message(),
                List.copyOf(aliases),
                first.subject(),
                first.fingerprint());
    }

    private static Set<String> names(Finding one) {
        Set<String> names = new LinkedHashSet<>(one.aliases());
        names.add(one.rule());
        return names;
    }
}
