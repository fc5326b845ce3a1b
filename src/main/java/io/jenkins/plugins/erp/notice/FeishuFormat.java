package io.jenkins.plugins.erp.notice;

import io.jenkins.plugins.erp.text.Digests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * For a custom bot of Feishu or Lark: an interactive card whose texts are plain, so that nothing in
 * them is markup; the request has at most 20 KB. With a secret the body carries {@code timestamp}
 * in seconds and {@code sign}: Base64 of an HMAC-SHA256 whose key is {@code timestamp\nsecret} and
 * whose message is empty; the other way round than one would think. A failure is told with status
 * 200 and {@code code}; 11232 means that too much is sent at the moment.
 *
 * @see <a href="https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot">custom bot</a>
 */
public final class FeishuFormat implements NoticeFormat {
    private static final int MOST = 20_000;

    @Override
    public Post post(
            Notice notice, Optional<Template> template, Locale locale, String secret, Instant now) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (!secret.isEmpty()) {
            long timestamp = now.getEpochSecond();
            body.put("timestamp", String.valueOf(timestamp));
            body.put(
                    "sign",
                    Base64.getEncoder()
                            .encodeToString(Digests.hmacSha256(timestamp + "\n" + secret, "")));
        }
        body.put("msg_type", "interactive");
        body.put("card", card(notice, template, locale));
        return Post.of(NoticeFormat.json(body));
    }

    @Override
    public Verdict verdict(String body) {
        return Verdict.ofCode(body, "code", Optional.of(11232));
    }

    private static Map<String, Object> card(
            Notice notice, Optional<Template> template, Locale locale) {
        List<Map<String, Object>> elements = new ArrayList<>();
        String main =
                Limits.fit(
                        MOST / 2 - 2_000,
                        room ->
                                template.map(t -> t.fill(notice, locale, room, Markup::markdown))
                                        .orElseGet(() -> lines(notice, locale, room)));
        if (!main.isBlank()) {
            elements.add(
                    element(
                            "div",
                            "text",
                            element(
                                    template.isPresent() ? "lark_md" : "plain_text",
                                    "content",
                                    main)));
        }
        if (!notice.link().isEmpty()) {
            Map<String, Object> button =
                    element(
                            "button",
                            "text",
                            element(
                                    "plain_text",
                                    "content",
                                    NoticeText.of(notice, locale, 0).linkText()));
            button.put("type", "default");
            button.put("url", notice.link());
            elements.add(element("action", "actions", List.of(button)));
        }
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("title", element("plain_text", "content", NoticeText.title(notice, locale)));
        header.put("template", colour(notice.event()));
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("config", Map.of("wide_screen_mode", true));
        card.put("header", header);
        card.put("elements", elements);
        return card;
    }

    private static String lines(Notice notice, Locale locale, int room) {
        NoticeText text = NoticeText.of(notice, locale, room);
        StringBuilder lines = new StringBuilder();
        text.lines()
                .forEach(l -> lines.append(l.label()).append(": ").append(l.value()).append('\n'));
        return lines.append(text.failure()).toString().strip();
    }

    private static Map<String, Object> element(String tag, String field, Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("tag", tag);
        map.put(field, value);
        return map;
    }

    private static String colour(NoticeEvent event) {
        return switch (event) {
            case SUCCEEDED -> "green";
            case FAILED, NEEDS_PERSON -> "red";
            case ROLLED_BACK -> "orange";
            case STARTED, TEST -> "blue";
        };
    }
}
