package io.jenkins.plugins.erp.notice;

import java.util.Locale;
import java.util.Optional;

/**
 * A notice as a mail.
 *
 * @param subject one line
 * @param text for readers of plain text
 * @param html for the others
 */
record MailText(String subject, String text, String html) {
    private static final int ROOM = 8_000;

    /** Of a notice; a template is taken for plain text. */
    static MailText of(Notice notice, Optional<Template> template, Locale locale) {
        NoticeText words = NoticeText.of(notice, locale, ROOM);
        String text =
                template.map(t -> t.fill(notice, locale, ROOM, value -> value))
                        .orElseGet(() -> text(words));
        String html = template.isPresent() ? "<pre>" + Markup.html(text) + "</pre>" : html(words);
        return new MailText(
                words.title(),
                text,
                "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>"
                        + html
                        + "</body></html>\n");
    }

    private static String text(NoticeText words) {
        StringBuilder text = new StringBuilder(words.title()).append("\n\n");
        words.lines()
                .forEach(l -> text.append(l.label()).append(": ").append(l.value()).append('\n'));
        if (!words.failure().isEmpty()) {
            text.append('\n').append(words.failure()).append('\n');
        }
        if (!words.link().isEmpty()) {
            text.append('\n').append(words.linkText()).append(": ").append(words.link());
            text.append('\n');
        }
        return text.toString();
    }

    private static String html(NoticeText words) {
        StringBuilder html = new StringBuilder();
        html.append("<h2>").append(Markup.html(words.title())).append("</h2><table>");
        words.lines()
                .forEach(
                        l ->
                                html.append("<tr><th align=\"left\">")
                                        .append(Markup.html(l.label()))
                                        .append("</th><td>")
                                        .append(Markup.html(l.value()))
                                        .append("</td></tr>"));
        html.append("</table>");
        if (!words.failure().isEmpty()) {
            html.append("<pre>").append(Markup.html(words.failure())).append("</pre>");
        }
        if (!words.link().isEmpty()) {
            html.append("<p><a href=\"")
                    .append(Markup.html(words.link()))
                    .append("\">")
                    .append(Markup.html(words.linkText()))
                    .append("</a></p>");
        }
        return html.toString();
    }
}
