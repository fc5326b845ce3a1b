package io.jenkins.plugins.erp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what flake8, black and isort print. These have no report file: their lines are it. */
public final class StyleText {
    private static final Pattern FLAKE8 =
            Pattern.compile("^(.+?):(\\d{1,9}):(\\d{1,9}):? ([A-Z]{1,3}\\d{1,5}) (.*)$");
    private static final Pattern BLACK = Pattern.compile("^would reformat (.+)$");
    private static final Pattern BLACK_BROKEN =
            Pattern.compile("^error: cannot (?:format|use) (.+)$");
    private static final Pattern ISORT =
            Pattern.compile("^ERROR: (.+) Imports are incorrectly sorted and/or formatted\\.\\s*$");

    private StyleText() {}

    /**
     * flake8's standard output, in its default format. Lines of other forms (source shown,
     * statistics, counts) are left out. E902, a file that it could not open, is unread.
     */
    public static Findings flake8(String stdout) throws ReportException {
        List<Finding> found = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (String line : lines("flake8", stdout)) {
            Matcher match = FLAKE8.matcher(line);
            if (!match.matches()) {
                continue;
            }
            String file = Paths.relative(match.group(1));
            String rule = match.group(4);
            if (rule.equals("E902")) {
                unread.add(file + ": " + match.group(5));
                continue;
            }
            add(
                    found,
                    "flake8",
                    Finding.at(
                            "flake8",
                            rule,
                            flake8Severity(rule),
                            file,
                            Integer.parseInt(match.group(2)),
                            Integer.parseInt(match.group(3)),
                            match.group(5)));
        }
        return new Findings(found, unread, List.of());
    }

    /** What breaks at run time is high, what is likely a mistake medium, style low. */
    private static Severity flake8Severity(String rule) {
        if (rule.startsWith("E9") || rule.startsWith("F7") || rule.equals("F821")) {
            return Severity.HIGH;
        }
        if (rule.startsWith("F") || rule.startsWith("B") || rule.startsWith("S")) {
            return Severity.MEDIUM;
        }
        return Severity.LOW;
    }

    /** black's standard error with {@code --check}. */
    public static Findings black(String stderr) throws ReportException {
        List<Finding> found = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (String line : lines("black", stderr)) {
            Matcher would = BLACK.matcher(line);
            Matcher broken = BLACK_BROKEN.matcher(line);
            if (would.matches()) {
                add(
                        found,
                        "black",
                        Finding.at(
                                "black",
                                "format",
                                Severity.LOW,
                                Paths.relative(would.group(1)),
                                0,
                                0,
                                "is not formatted as black would"));
            } else if (broken.matches()) {
                unread.add(Bounded.cut(Paths.relative(broken.group(1)), Bounded.MAX_MESSAGE));
            }
        }
        return new Findings(found, unread, List.of());
    }

    /** isort's standard error with {@code --check-only}; it prints absolute paths. */
    public static Findings isort(String stderr) throws ReportException {
        List<Finding> found = new ArrayList<>();
        for (String line : lines("isort", stderr)) {
            Matcher match = ISORT.matcher(line);
            if (match.matches()) {
                add(
                        found,
                        "isort",
                        Finding.at(
                                "isort",
                                "imports",
                                Severity.LOW,
                                Paths.relative(match.group(1)),
                                0,
                                0,
                                "imports are not sorted or formatted as isort would"));
            }
        }
        return new Findings(found, List.of(), List.of());
    }

    private static List<String> lines(String tool, String text) throws ReportException {
        if (text.length() > Bounded.MAX_BYTES) {
            throw new ReportException(tool + "'s output", 0, 0, "too long");
        }
        return text.lines().toList();
    }

    private static void add(List<Finding> found, String tool, Finding one) throws ReportException {
        if (found.size() >= Bounded.MAX_ITEMS) {
            throw new ReportException(
                    tool + "'s output", 0, 0, "more than " + Bounded.MAX_ITEMS + " findings");
        }
        found.add(one);
    }
}
