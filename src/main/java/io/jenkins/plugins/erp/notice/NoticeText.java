package io.jenkins.plugins.erp.notice;

import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A notice in words, as plain text that each format escapes in its own way.
 *
 * @param title one line
 * @param lines labels and values, none empty, each one line of at most 300 bytes
 * @param failure why it failed, with line breaks; or empty
 * @param link address of the build, or empty
 * @param linkText what stands on the link
 */
record NoticeText(String title, List<Line> lines, String failure, String link, String linkText) {
    private static final int LINE = 300;
    private static final int HOSTS = 5;

    /** A label and its value. */
    record Line(String label, String value) {}

    /** Copies. */
    NoticeText {
        lines = List.copyOf(lines);
    }

    /**
     * In words of a language.
     *
     * @param room bytes that the failure may take
     */
    static NoticeText of(Notice notice, Locale locale, int room) {
        OperationEntry entry = notice.entry();
        List<Line> lines = new ArrayList<>();
        add(lines, locale, "release", entry.release());
        add(lines, locale, "previous", entry.previous());
        add(lines, locale, "current", entry.current());
        add(lines, locale, "commit", entry.commit());
        add(lines, locale, "actor", entry.actor());
        add(
                lines,
                locale,
                "took",
                notice.seconds().isEmpty() ? "" : text(locale, "took", notice.seconds()));
        add(lines, locale, "hosts", hosts(entry.hosts(), locale));
        add(lines, locale, "job", entry.job().isEmpty() ? "" : entry.job() + " #" + entry.build());
        if (!entry.failure().startsWith(entry.summary())) {
            // that of a failure without a result is the failure's first line
            add(lines, locale, "summary", entry.summary());
        }
        return new NoticeText(
                title(notice, locale),
                lines,
                Limits.cut(entry.failure().strip(), room),
                notice.link(),
                text(locale, "link"));
    }

    /** What happened, in one line. */
    static String title(Notice notice, Locale locale) {
        OperationEntry entry = notice.entry();
        if (notice.event() == NoticeEvent.TEST) {
            return text(locale, "title.test");
        }
        return Limits.line(
                text(
                        locale,
                        "title." + entry.kind() + "." + notice.event().key(),
                        entry.app(),
                        entry.environment()),
                LINE);
    }

    private static void add(List<Line> lines, Locale locale, String name, String value) {
        String line = Limits.line(value, LINE);
        if (!line.isEmpty()) {
            lines.add(new Line(text(locale, "label." + name), line));
        }
    }

    private static String hosts(List<String> hosts, Locale locale) {
        return hosts.size() <= HOSTS
                ? String.join(", ", hosts)
                : text(
                        locale,
                        "hosts",
                        String.join(", ", hosts.subList(0, HOSTS)),
                        String.valueOf(hosts.size() - HOSTS));
    }

    private static String text(Locale locale, String key, Object... arguments) {
        return Messages.of(locale, NoticeText.class, key, arguments);
    }
}
