package io.jenkins.plugins.erp.report;

import io.jenkins.plugins.erp.report.Coverage.FileCoverage;
import io.jenkins.plugins.erp.report.Coverage.Ratio;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Cobertura XML as coverage.py writes it. Lines are counted one by one: the rates in the
 * attributes are rounded, are "1" where there are no lines, and "0" for branches where they were
 * not measured.
 */
public final class CoberturaXml {
    private static final Pattern CONDITIONS = Pattern.compile("\\((\\d{1,9})/(\\d{1,9})\\)");

    private CoberturaXml() {}

    private static final class Count {
        private long lines;
        private long hit;
        private long branches;
        private long taken;
    }

    /**
     * Reads a report to its end.
     *
     * @param file its name, for errors
     * @throws ReportException when it is not Cobertura XML, cut off, or over a limit
     */
    public static Coverage read(String file, InputStream in) throws ReportException {
        try (SafeXml xml = new SafeXml(file, in)) {
            return document(xml);
        }
    }

    private static Coverage document(SafeXml xml) throws ReportException {
        Map<String, Count> files = new LinkedHashMap<>();
        Count current = null;
        boolean root = true;
        boolean inMethods = false;
        while (xml.next()) {
            if (xml.end()) {
                if (xml.name().equals("class")) {
                    current = null;
                } else if (xml.name().equals("methods")) {
                    inMethods = false;
                }
                continue;
            }
            if (!xml.start()) {
                continue;
            }
            String name = xml.name();
            if (root && !name.equals("coverage")) {
                throw xml.error("not a Cobertura report: its root is <" + name + ">");
            }
            root = false;
            if (name.equals("class")) {
                String path = xml.text("filename");
                if (path.isEmpty()) {
                    throw xml.error("a class without a filename");
                }
                if (files.size() >= Bounded.MAX_ITEMS) {
                    throw xml.error("more than " + Bounded.MAX_ITEMS + " files");
                }
                current = files.computeIfAbsent(path, p -> new Count());
            } else if (name.equals("methods")) {
                inMethods = true; // the same lines follow once more under the class
            } else if (name.equals("line") && current != null && !inMethods) {
                line(xml, current);
            }
        }
        return summary(files);
    }

    private static void line(SafeXml xml, Count count) throws ReportException {
        count.lines++;
        count.hit += xml.number("hits", 0) > 0 ? 1 : 0;
        Matcher conditions = CONDITIONS.matcher(xml.text("condition-coverage"));
        if (conditions.find()) {
            count.taken += Long.parseLong(conditions.group(1));
            count.branches += Long.parseLong(conditions.group(2));
        }
    }

    private static Coverage summary(Map<String, Count> files) {
        Count all = new Count();
        for (Count one : files.values()) {
            all.lines += one.lines;
            all.hit += one.hit;
            all.branches += one.branches;
            all.taken += one.taken;
        }
        boolean measured = all.branches > 0;
        return new Coverage(
                new Ratio(all.hit, all.lines),
                measured ? Optional.of(new Ratio(all.taken, all.branches)) : Optional.empty(),
                files.entrySet().stream()
                        .map(
                                e ->
                                        new FileCoverage(
                                                e.getKey(),
                                                new Ratio(e.getValue().hit, e.getValue().lines),
                                                measured
                                                        ? Optional.of(
                                                                new Ratio(
                                                                        e.getValue().taken,
                                                                        e.getValue().branches))
                                                        : Optional.empty()))
                        .toList());
    }
}
