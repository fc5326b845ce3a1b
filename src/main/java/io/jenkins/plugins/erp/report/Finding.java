package io.jenkins.plugins.erp.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that a scanner found.
 *
 * @param tool its name as in erp.yaml
 * @param rule the tool's own code, such as B105, E501, PYSEC-2024-1
 * @param severity how bad; unknown vulnerabilities count as {@link Severity#HIGH}
 * @param file relative to the workspace, with {@code /}; empty for what has no file
 * @param line from 1, or 0
 * @param column from 1, or 0
 * @param message for people, never a secret
 * @param aliases other names of the same thing, such as CVE numbers
 * @param subject what it is about where there is no file: a package's name; else ""
 * @param fingerprint the same for the same thing in a later scan, also when lines above it came or
 *     went; "" until it has been worked out
 */
public record Finding(
        String tool,
        String rule,
        Severity severity,
        Optional<String> file,
        int line,
        int column,
        String message,
        List<String> aliases,
        String subject,
        String fingerprint) {

    /** Copies the list. */
    public Finding {
        aliases = List.copyOf(aliases);
    }

    /** Something found at a place in a file. */
    static Finding at(
            String tool,
            String rule,
            Severity severity,
            String file,
            int line,
            int column,
            String message) {
        return new Finding(
                tool,
                rule,
                severity,
                Optional.of(file),
                Math.max(0, line),
                Math.max(0, column),
                Bounded.cut(message.strip(), Bounded.MAX_MESSAGE),
                List.of(),
                "",
                "");
    }

    /** A known vulnerability of a package. */
    static Finding vulnerability(
            String tool,
            String rule,
            Severity severity,
            String subject,
            String message,
            List<String> aliases) {
        return new Finding(
                tool,
                rule,
                severity,
                Optional.empty(),
                0,
                0,
                Bounded.cut(message.strip(), Bounded.MAX_MESSAGE),
                aliases,
                subject,
                "");
    }

    /** The same with a fingerprint. */
    public Finding withFingerprint(String value) {
        return new Finding(
                tool, rule, severity, file, line, column, message, aliases, subject, value);
    }

    /** The same in another file name. */
    public Finding withFile(String path) {
        return new Finding(
                tool,
                rule,
                severity,
                Optional.of(path),
                line,
                column,
                message,
                aliases,
                subject,
                fingerprint);
    }

    /** "file:line:column" as far as known, or the package, or "". */
    public String place() {
        if (file.isEmpty()) {
            return subject;
        }
        StringBuilder text = new StringBuilder(file.get());
        if (line > 0) {
            text.append(':').append(line);
            if (column > 0) {
                text.append(':').append(column);
            }
        }
        return text.toString();
    }

    /** As plain maps, lists, texts and numbers; keys without a value are left out. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("tool", tool);
        map.put("rule", rule);
        map.put("severity", severity.name().toLowerCase(Locale.ROOT));
        file.ifPresent(f -> map.put("file", f));
        if (line > 0) {
            map.put("line", line);
        }
        if (column > 0) {
            map.put("column", column);
        }
        if (!subject.isEmpty()) {
            map.put("subject", subject);
        }
        map.put("message", message);
        if (!aliases.isEmpty()) {
            map.put("aliases", aliases);
        }
        map.put("fingerprint", fingerprint);
        return map;
    }
}
