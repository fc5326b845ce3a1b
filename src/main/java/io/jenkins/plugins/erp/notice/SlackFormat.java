package io.jenkins.plugins.erp.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * For Slack's incoming webhooks and what is compatible with them, such as Mattermost: blocks, and
 * the text beside them that notifications and clients without blocks show. In Slack's markup only
 * {@code &}, {@code <} and {@code >} are escaped, and only with them can somebody be mentioned. A
 * header has at most 150 characters, a section 3000.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">formatting</a>
 * @see <a href="https://docs.slack.dev/reference/block-kit/blocks/section-block">section block</a>
 */
public final class SlackFormat implements NoticeFormat {
    private static final int HEADER = 150;
    private static final int SECTION = 3_000;

    @Override
    public Post post(
            Notice notice, Optional<Template> template, Locale locale, String secret, Instant now) {
        String title = NoticeText.title(notice, locale);
        String main =
                Limits.fit(
                        SECTION,
                        room ->
                                template.map(t -> t.fill(notice, locale, room, Markup::slack))
                                        .orElseGet(() -> lines(notice, locale, room)));
        List<Map<String, Object>> blocks = new ArrayList<>();
        blocks.add(block("header", text("plain_text", Limits.cut(title, HEADER))));
        if (!main.isBlank()) {
            blocks.add(block("section", text("mrkdwn", main)));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", Markup.slack(title));
        body.put("blocks", blocks);
        return Post.of(NoticeFormat.json(body));
    }

    private static String lines(Notice notice, Locale locale, int room) {
        NoticeText text = NoticeText.of(notice, locale, room);
        StringBuilder lines = new StringBuilder();
        for (NoticeText.Line line : text.lines()) {
            lines.append('*')
                    .append(line.label())
                    .append("*: ")
                    .append(Markup.slack(line.value()))
                    .append('\n');
        }
        if (!text.failure().isEmpty()) {
            lines.append("```")
                    .append(Markup.slack(text.failure()).replace("```", "'''"))
                    .append("```\n");
        }
        if (!text.link().isEmpty()) {
            lines.append('<')
                    .append(Markup.slack(text.link()).replace("|", "%7C"))
                    .append('|')
                    .append(text.linkText())
                    .append('>');
        }
        return lines.toString().strip();
    }

    private static Map<String, Object> block(String type, Map<String, Object> text) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", type);
        map.put("text", text);
        return map;
    }

    private static Map<String, Object> text(String type, String text) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", type);
        map.put("text", text);
        return map;
    }
}
