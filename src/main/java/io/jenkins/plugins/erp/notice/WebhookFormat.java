package io.jenkins.plugins.erp.notice;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.text.Digests;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * For programs: the whole operation as JSON.
 *
 * <p>Headers: {@code X-ERP-Event} (such as {@code deploy.failed}), {@code X-ERP-Delivery} (the same
 * for each attempt of one notice) and, with a secret, {@code X-ERP-Signature-256}: {@code sha256=}
 * and the hexadecimal HMAC-SHA256 of the body's bytes under the secret, checked like GitHub's
 * {@code X-Hub-Signature-256}. The field {@code sent} is signed with the rest, so that a receiver
 * can refuse old ones.
 *
 * @see <a
 *     href="https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries">validating
 *     webhook deliveries</a>
 */
public final class WebhookFormat implements NoticeFormat {
    private static final int MOST = 256 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Post post(
            Notice notice, Optional<Template> template, Locale locale, String secret, Instant now) {
        String body = body(notice, notice.entry(), template, locale, now);
        if (Limits.bytes(body) > MOST) {
            body = body(notice, notice.entry().withoutResult(), template, locale, now);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-ERP-Event", notice.entry().kind() + "." + notice.event().key());
        headers.put("X-ERP-Delivery", notice.delivery());
        if (!secret.isEmpty()) {
            headers.put(
                    "X-ERP-Signature-256",
                    "sha256=" + HexFormat.of().formatHex(Digests.hmacSha256(secret, body)));
        }
        return new Post("", headers, body);
    }

    private static String body(
            Notice notice,
            OperationEntry entry,
            Optional<Template> template,
            Locale locale,
            Instant now) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("event", notice.event().key());
        map.put("delivery", notice.delivery());
        map.put("sent", now.toString());
        map.put("title", NoticeText.title(notice, locale));
        template.ifPresent(t -> map.put("text", t.fill(notice, locale, 8_000, value -> value)));
        map.put("link", notice.link());
        map.put("log", notice.log());
        map.put("operation", JSON.convertValue(entry, Map.class));
        return NoticeFormat.json(map);
    }
}
