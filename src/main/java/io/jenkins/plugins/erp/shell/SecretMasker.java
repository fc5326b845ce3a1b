package io.jenkins.plugins.erp.shell;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces secrets in text by {@value #MASK}: as they are, line by line where they have several,
 * and in the encodings in which programs print them (Base64 at each alignment, URL, JSON, HTML and
 * shell quoting). Overlapping finds are blanked out together, so that no end of one is left over.
 * Immutable.
 */
public final class SecretMasker {
    /** What stands where a secret stood. */
    public static final String MASK = "****";

    /** Masks nothing. */
    public static final SecretMasker NONE = new SecretMasker(Set.of());

    private static final int STARTS = 1 << 12;

    private final Set<String> secrets;
    private final Map<Integer, List<String>> byStart = new HashMap<>();
    /* a bit for each start, by its last bits: nearly every place in a text is none */
    private final BitSet starts = new BitSet(STARTS);
    private final int longest;

    private SecretMasker(Set<String> secrets) {
        this.secrets = secrets;
        Set<String> forms = new LinkedHashSet<>();
        secrets.forEach(s -> forms.addAll(SecretForms.of(s)));
        int max = 0;
        for (String form : forms) {
            byStart.computeIfAbsent(start(form, 0), k -> new ArrayList<>()).add(form);
            starts.set(start(form, 0) & (STARTS - 1));
            max = Math.max(max, form.length());
        }
        byStart.values().forEach(l -> l.sort(Comparator.comparingInt(String::length).reversed()));
        longest = max;
    }

    /** For these secrets; those under three characters are left alone. */
    public static SecretMasker of(Collection<String> secrets) {
        return NONE.and(secrets);
    }

    /** For these secrets as well. */
    public SecretMasker and(Collection<String> more) {
        if (secrets.containsAll(more)) {
            return this;
        }
        Set<String> all = new LinkedHashSet<>(secrets);
        all.addAll(more);
        return new SecretMasker(all);
    }

    /** The text without secrets. */
    public String mask(String text) {
        if (longest == 0) {
            return text;
        }
        StringBuilder out = null;
        int done = 0;
        int last = text.length() - SecretForms.SHORTEST;
        for (int i = 0; i <= last; i++) {
            int end = matchEnd(text, i);
            if (end < 0) {
                continue;
            }
            int from = i;
            // whatever begins inside what is found belongs to the same blank
            for (i++; i < end && i <= last; i++) {
                end = Math.max(end, matchEnd(text, i));
            }
            if (out == null) {
                out = new StringBuilder(text.length());
            }
            out.append(text, done, from).append(MASK);
            done = end;
            i = end - 1;
        }
        return out == null ? text : out.append(text, done, text.length()).toString();
    }

    /**
     * Where a text that goes on may be cut so that no secret is cut with it.
     *
     * @param text what has come so far; to be sure, at least {@link #longest()} characters more
     *     than wanted
     * @param wanted where a cut would be best
     * @return at most wanted, except where a secret fills all of it
     */
    int cut(CharSequence text, int wanted) {
        String all = text.toString();
        int cut = wanted;
        for (int i = Math.max(0, cut - longest); i < cut; i++) {
            int end = i + SecretForms.SHORTEST <= all.length() ? matchEnd(all, i) : -1;
            if (end > cut) {
                if (i == 0) {
                    return end;
                }
                cut = i;
                // what ended before the old place may reach over the new one
                i = Math.max(0, cut - longest) - 1;
            }
        }
        return cut;
    }

    /** The length of the longest text looked for, in characters. */
    int longest() {
        return longest;
    }

    private int matchEnd(String text, int at) {
        int start = start(text, at);
        if (!starts.get(start & (STARTS - 1))) {
            return -1;
        }
        List<String> candidates = byStart.get(start);
        if (candidates != null) {
            for (String form : candidates) {
                if (text.startsWith(form, at)) {
                    return at + form.length();
                }
            }
        }
        return -1;
    }

    private static int start(CharSequence text, int at) {
        return text.charAt(at) * 31 * 31 * 31 + text.charAt(at + 1) * 1009 + text.charAt(at + 2);
    }

    /** How many secrets, never which. */
    @Override
    public String toString() {
        return "masker of " + secrets.size() + " secrets";
    }
}
