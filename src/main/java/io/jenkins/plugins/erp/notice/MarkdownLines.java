package io.jenkins.plugins.erp.notice;

import java.util.Locale;
import java.util.Optional;

/** The Markdown that DingTalk and WeCom have in common: headings, bold, links and quotes. */
final class MarkdownLines {
    private MarkdownLines() {}

    /**
     * A notice's text.
     *
     * @param end of a line: DingTalk joins lines that a single break parts
     * @param room bytes that long values may take
     */
    static String of(
            Notice notice, Optional<Template> template, Locale locale, String end, int room) {
        if (template.isPresent()) {
            return template.get().fill(notice, locale, room, Markup::markdown);
        }
        NoticeText text = NoticeText.of(notice, locale, room);
        StringBuilder lines = new StringBuilder();
        lines.append("### ").append(Markup.markdown(text.title())).append(end);
        for (NoticeText.Line line : text.lines()) {
            lines.append("**")
                    .append(line.label())
                    .append("**: ")
                    .append(Markup.markdown(line.value()))
                    .append(end);
        }
        if (!text.failure().isEmpty()) {
            Markup.markdown(text.failure())
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> lines.append("> ").append(line).append(end));
        }
        lines.append(Markup.link(text.linkText(), text.link()));
        return lines.toString().strip();
    }
}
