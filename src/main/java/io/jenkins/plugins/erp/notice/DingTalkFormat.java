package io.jenkins.plugins.erp.notice;

import io.jenkins.plugins.erp.text.Digests;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * For a custom robot of DingTalk: Markdown, at most 20000 bytes. With a secret ("additional
 * signature") the address gets {@code timestamp} in milliseconds and {@code sign}: Base64 of the
 * HMAC-SHA256 of {@code timestamp\nsecret} under the secret, encoded for an address. A failure is
 * told with status 200 and {@code errcode}; -1 means that the system is busy.
 *
 * @see <a href="https://open.dingtalk.com/document/robots/custom-robot-access">custom robot</a>
 * @see <a
 *     href="https://open.dingtalk.com/document/robots/customize-robot-security-settings">security
 *     settings</a>
 */
public final class DingTalkFormat implements NoticeFormat {
    private static final int MOST = 20_000;

    @Override
    public Post post(
            Notice notice, Optional<Template> template, Locale locale, String secret, Instant now) {
        String body = body(notice, template, locale);
        if (secret.isEmpty()) {
            return Post.of(body);
        }
        long timestamp = now.toEpochMilli();
        String sign =
                Base64.getEncoder()
                        .encodeToString(Digests.hmacSha256(secret, timestamp + "\n" + secret));
        return new Post(
                "timestamp="
                        + timestamp
                        + "&sign="
                        + URLEncoder.encode(sign, StandardCharsets.UTF_8),
                Map.of(),
                body);
    }

    @Override
    public Verdict verdict(String body) {
        return Verdict.ofCode(body, "errcode", Optional.of(-1));
    }

    private static String body(Notice notice, Optional<Template> template, Locale locale) {
        // half: a quote or a line break takes two bytes in JSON
        String text =
                Limits.fit(
                        MOST / 2 - 1_000,
                        room -> MarkdownLines.of(notice, template, locale, "\n\n", room));
        Map<String, Object> markdown = new LinkedHashMap<>();
        markdown.put("title", NoticeText.title(notice, locale));
        markdown.put("text", text);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("msgtype", "markdown");
        body.put("markdown", markdown);
        return NoticeFormat.json(body);
    }
}
