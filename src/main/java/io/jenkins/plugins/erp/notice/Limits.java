package io.jenkins.plugins.erp.notice;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/** Keeps texts within what a receiver takes; receivers count bytes of UTF-8. */
final class Limits {
    private static final String MORE = "…";
    private static final List<Integer> ROOMS = List.of(8_000, 2_000, 1_000, 500, 200, 0);

    private Limits() {}

    /** Bytes of a text in UTF-8. */
    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** At most so many bytes, with a sign where something was left out; no character is torn. */
    static String cut(String text, int most) {
        if (bytes(text) <= most) {
            return text;
        }
        int room = most - bytes(MORE);
        if (room < 0) {
            return "";
        }
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            int size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (used + size > room) {
                break;
            }
            used += size;
            end += Character.charCount(point);
        }
        return text.substring(0, end) + MORE;
    }

    /** One line of at most so many bytes: line breaks and control characters become spaces. */
    static String line(String text, int most) {
        return cut(text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip(), most);
    }

    /**
     * The longest of several drafts that fits.
     *
     * @param draft makes one whose long parts have at most so many bytes
     * @return the shortest draft, cut, where even that does not fit
     */
    static String fit(int most, IntFunction<String> draft) {
        String text = "";
        for (int room : ROOMS) {
            text = draft.apply(room);
            if (bytes(text) <= most) {
                return text;
            }
        }
        return cut(text, most);
    }
}
