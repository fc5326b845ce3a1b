package io.jenkins.plugins.erp.report;

/**
 * A report that cannot be read: empty, cut off, malformed, over a limit, or of another kind. Never
 * to be taken for "nothing found".
 */
public final class ReportException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final int column;

    /**
     * With where and what.
     *
     * @param file the report, as people know it
     * @param line from 1, or 0 where it has none
     * @param column from 1, or 0 where it has none
     */
    public ReportException(String file, int line, int column, String message) {
        this(file, line, column, message, null);
    }

    /** With where, what and the cause. */
    public ReportException(String file, int line, int column, String message, Throwable cause) {
        super(place(file, line, column) + ": " + message, cause);
        this.file = file;
        this.line = line;
        this.column = column;
    }

    private static String place(String file, int line, int column) {
        if (line <= 0) {
            return file;
        }
        return file + ":" + line + (column > 0 ? ":" + column : "");
    }

    /** The report. */
    public String file() {
        return file;
    }

    /** Line from 1, or 0. */
    public int line() {
        return line;
    }

    /** Column from 1, or 0. */
    public int column() {
        return column;
    }
}
