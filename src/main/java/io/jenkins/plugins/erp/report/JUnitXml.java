package io.jenkins.plugins.erp.report;

import io.jenkins.plugins.erp.report.TestSummary.Case;
import io.jenkins.plugins.erp.report.TestSummary.Status;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JUnit XML as pytest writes it with {@code --junit-xml} (families xunit1, xunit2 and
 * legacy). Cases are counted one by one; the counters in the attributes are not believed.
 */
public final class JUnitXml {
    /** The last lines of pytest's trace: {@code orders/tests/test_models.py:12: AssertionError}. */
    private static final Pattern PLACE =
            Pattern.compile("^(\\S[^:\\n]*\\.pyx?):(\\d+): ", Pattern.MULTILINE);

    private final SafeXml xml;
    private final List<Case> problems = new ArrayList<>();
    private final PriorityQueue<Case> slowest =
            new PriorityQueue<>(Comparator.comparingDouble(Case::seconds));
    private int suites;
    private int tests;
    private int failures;
    private int errors;
    private int collectionErrors;
    private int skipped;
    private int expectedFailures;
    private double seconds;

    private JUnitXml(SafeXml xml) {
        this.xml = xml;
    }

    /**
     * Reads a report to its end.
     *
     * @param file its name, for errors
     * @throws ReportException when it is not JUnit XML, cut off, or over a limit
     */
    public static TestSummary read(String file, InputStream in) throws ReportException {
        try (SafeXml xml = new SafeXml(file, in)) {
            return new JUnitXml(xml).document();
        }
    }

    private TestSummary document() throws ReportException {
        boolean root = true;
        while (xml.next()) {
            if (!xml.start()) {
                continue;
            }
            String name = xml.name();
            if (root && !name.equals("testsuites") && !name.equals("testsuite")) {
                throw xml.error("not a JUnit report: its root is <" + name + ">");
            }
            root = false;
            if (name.equals("testsuite")) {
                suites++;
            } else if (name.equals("testcase")) {
                testCase();
            }
        }
        List<Case> slow = new ArrayList<>(slowest);
        slow.sort(Comparator.comparingDouble(Case::seconds).reversed());
        return new TestSummary(
                suites,
                tests,
                failures,
                errors,
                collectionErrors,
                skipped,
                expectedFailures,
                seconds,
                problems,
                slow);
    }

    private void testCase() throws ReportException {
        String className = Bounded.cut(xml.text("classname"), Bounded.MAX_MESSAGE);
        String name = Bounded.cut(xml.text("name"), Bounded.MAX_MESSAGE);
        double time = xml.number("time", 0);
        Optional<String> file = xml.attribute("file");
        int line = xml.integer("line", -1) + 1; // xunit1 counts from 0
        Status status = Status.PASSED;
        String message = "";
        String details = "";
        boolean expected = false;
        while (xml.next()) {
            if (xml.end() && xml.name().equals("testcase")) {
                break;
            }
            if (!xml.start()) {
                continue;
            }
            Status found = status(xml.name(), xml.text("message"));
            if (found.compareTo(Status.SKIPPED) < 0) {
                continue;
            }
            expected |= xml.text("type").equals("pytest.xfail");
            String said = Bounded.cut(xml.text("message"), Bounded.MAX_MESSAGE);
            String trace = content(xml.name());
            if (found.compareTo(status) > 0) {
                status = found;
                message = said.isBlank() ? firstLine(trace) : said;
                details = trace;
            }
        }
        if (status.compareTo(Status.FAILED) >= 0) {
            Matcher place = PLACE.matcher(details);
            boolean own = false;
            while (place.find()) {
                // the last place in the project's own code, not the library that raised
                boolean relative = !place.group(1).startsWith("/");
                if (relative || !own) {
                    file = Optional.of(place.group(1));
                    line = lineNumber(place.group(2));
                }
                own |= relative;
            }
        }
        add(new Case(className, name, time, status, message, details, file, line), expected);
    }

    private static Status status(String element, String message) {
        switch (element) {
            case "failure":
                return Status.FAILED;
            case "error":
                return message.equals("collection failure") ? Status.NOT_COLLECTED : Status.ERROR;
            case "skipped":
                return Status.SKIPPED;
            default:
                return Status.PASSED;
        }
    }

    private void add(Case found, boolean expected) {
        tests++;
        seconds += found.seconds();
        switch (found.status()) {
            case FAILED:
                failures++;
                break;
            case NOT_COLLECTED:
                collectionErrors++;
                errors++;
                break;
            case ERROR:
                errors++;
                break;
            case SKIPPED:
                skipped++;
                expectedFailures += expected ? 1 : 0;
                break;
            default:
                break;
        }
        if (found.status().compareTo(Status.FAILED) >= 0
                && problems.size() < TestSummary.MAX_PROBLEMS) {
            problems.add(found);
        }
        slowest.add(found);
        if (slowest.size() > TestSummary.MAX_SLOWEST) {
            slowest.poll();
        }
    }

    /** The text up to the end of the element, at most {@link Bounded#MAX_DETAILS} of it. */
    private String content(String element) throws ReportException {
        StringBuilder text = new StringBuilder();
        while (xml.next()) {
            if (xml.end() && xml.name().equals(element)) {
                break;
            }
            if (!xml.start() && !xml.end() && text.length() <= Bounded.MAX_DETAILS) {
                text.append(xml.text());
            }
        }
        return Bounded.cut(text.toString(), Bounded.MAX_DETAILS).strip();
    }

    private static String firstLine(String text) {
        return Bounded.cut(
                text.lines().filter(l -> !l.isBlank()).findFirst().orElse("").strip(),
                Bounded.MAX_MESSAGE);
    }

    private static int lineNumber(String digits) {
        return digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }
}
