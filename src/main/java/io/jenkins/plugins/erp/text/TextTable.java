package io.jenkins.plugins.erp.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of aligned columns in plain text; Chinese characters count as two columns wide. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] right;

    /**
     * With a header.
     *
     * @param header titles; one that begins with {@code >} is of a column of numbers, set to the
     *     right
     */
    public TextTable(String... header) {
        right = new boolean[header.length];
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < header.length; i++) {
            right[i] = header[i].startsWith(">");
            titles.add(right[i] ? header[i].substring(1) : header[i]);
        }
        rows.add(titles);
    }

    /** Adds a row of as many cells as there are titles. */
    public TextTable row(String... cells) {
        if (cells.length != right.length) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells");
        }
        rows.add(Arrays.asList(cells));
        return this;
    }

    /** Header, rule and rows, one line each, without blanks at the end. */
    public List<String> lines() {
        int[] widths = new int[right.length];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(line(row, widths));
            if (lines.size() == 1) {
                int all = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
                lines.add("-".repeat(all));
            }
        }
        return lines;
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - width(row.get(i)));
            line.append(i == 0 ? "" : GAP);
            line.append(right[i] ? pad + row.get(i) : row.get(i) + pad);
        }
        return line.toString().stripTrailing();
    }

    static int width(String text) {
        return text.codePoints().map(TextTable::width).sum();
    }

    private static int width(int c) {
        boolean wide =
                c >= 0x1100
                        && (c <= 0x115f
                                || (c >= 0x2e80 && c <= 0xa4cf)
                                || (c >= 0xac00 && c <= 0xd7a3)
                                || (c >= 0xf900 && c <= 0xfaff)
                                || (c >= 0xfe30 && c <= 0xfe6f)
                                || (c >= 0xff00 && c <= 0xff60)
                                || (c >= 0x20000 && c <= 0x3fffd));
        return wide ? 2 : 1;
    }
}
