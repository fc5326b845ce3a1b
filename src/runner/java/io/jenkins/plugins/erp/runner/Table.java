package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.console.Console;
import java.util.ArrayList;
import java.util.List;

/** A table of text; columns as wide as their widest cell, Chinese characters counted as two. */
public final class Table {
    private static final int WIDEST = 70;

    private Table() {}

    /** Prints header, rule and rows. */
    public static void print(Console console, List<String> header, List<List<String>> rows) {
        int[] widths = new int[header.size()];
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(cut(row.get(i))));
            }
        }
        console.info(line(header, widths));
        StringBuilder rule = new StringBuilder("  ");
        for (int width : widths) {
            rule.append("-".repeat(Math.max(1, width))).append("  ");
        }
        console.info(rule.toString().stripTrailing());
        for (List<String> row : rows) {
            console.info(line(row, widths));
        }
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder text = new StringBuilder("  ");
        for (int i = 0; i < widths.length; i++) {
            String cell = cut(row.get(i));
            text.append(cell).append(" ".repeat(widths[i] - width(cell) + 2));
        }
        return text.toString().stripTrailing();
    }

    private static String cut(String cell) {
        String one = cell.lines().findFirst().orElse("");
        return one.length() > WIDEST ? one.substring(0, WIDEST - 3) + "..." : one;
    }

    /** Columns that a text takes on a terminal. */
    static int width(String text) {
        return text.codePoints()
                .map(
                        c -> {
                            boolean wide =
                                    (c >= 0x1100 && c <= 0x115F)
                                            || (c >= 0x2E80 && c <= 0xA4CF)
                                            || (c >= 0xAC00 && c <= 0xD7A3)
                                            || (c >= 0xF900 && c <= 0xFAFF)
                                            || (c >= 0xFE30 && c <= 0xFE6F)
                                            || (c >= 0xFF00 && c <= 0xFF60)
                                            || (c >= 0xFFE0 && c <= 0xFFE6);
                            return wide ? 2 : 1;
                        })
                .sum();
    }
}
