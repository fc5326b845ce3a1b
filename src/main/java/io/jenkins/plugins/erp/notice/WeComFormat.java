package io.jenkins.plugins.erp.notice;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * For a group robot of WeCom: Markdown, whose content has at most 4096 bytes of UTF-8. It knows no
 * signature: the key is in the address. A failure is told with status 200 and {@code errcode}; -1
 * means that the system is busy.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/91770">group robot</a>
 */
public final class WeComFormat implements NoticeFormat {
    private static final int MOST = 4_096;

    @Override
    public Post post(
            Notice notice, Optional<Template> template, Locale locale, String secret, Instant now) {
        String content =
                Limits.fit(MOST, room -> MarkdownLines.of(notice, template, locale, "\n", room));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("msgtype", "markdown");
        body.put("markdown", Map.of("content", content));
        return Post.of(NoticeFormat.json(body));
    }

    @Override
    public Verdict verdict(String body) {
        return Verdict.ofCode(body, "errcode", Optional.of(-1));
    }
}
