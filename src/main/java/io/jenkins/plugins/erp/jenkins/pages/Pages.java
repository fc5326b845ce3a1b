package io.jenkins.plugins.erp.jenkins.pages;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One page of a long list, newest first.
 *
 * @param items of this page
 * @param number of this page, from 1
 * @param count of all pages
 * @param total of all items
 */
public record Pages<T>(List<T> items, int number, int count, int total) {
    /** Rows on a page. */
    static final int SIZE = 25;

    /** Copies. */
    public Pages {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page out.
     *
     * @param oldestFirst all
     * @param asked number of the page as a request gives it; whatever it is, there is a page
     */
    static <T> Pages<T> newestFirst(List<T> oldestFirst, String asked) {
        List<T> all = new ArrayList<>(oldestFirst);
        Collections.reverse(all);
        int count = Math.max(1, (all.size() + SIZE - 1) / SIZE);
        int number = Math.min(count, Math.max(1, number(asked)));
        int from = (number - 1) * SIZE;
        return new Pages<>(
                all.subList(from, Math.min(all.size(), from + SIZE)), number, count, all.size());
    }

    private static int number(String asked) {
        return asked != null && asked.matches("\\d{1,6}") ? Integer.parseInt(asked) : 1;
    }

    /** Whether there is a page with newer ones. */
    public boolean newer() {
        return number > 1;
    }

    /** Whether there is a page with older ones. */
    public boolean older() {
        return number < count;
    }
}
