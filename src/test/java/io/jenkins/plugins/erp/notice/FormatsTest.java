package io.jenkins.plugins.erp.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.history.Entries;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.text.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each kind of receiver gets, to the letter. */
class FormatsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1764000000);
    private static final String LINK = "https://ci.example.com/job/erp/7/";
    private static final String EVIL =
            "</at><at id=all></at> <!channel> <@U1> [x](http://evil) **b** `c` & \"q\" 'a' \\";

    private static Notice failed() {
        return notice(
                Entries.of("deploy", "FAILED")
                        .at("2026-11-20T10:00:00Z", 72.43)
                        .releases("r2", "r1", "r1")
                        .with("failure", "migrate failed\n# column \"x\" <y>"));
    }

    private static Notice notice(Entries entries) {
        OperationEntry entry = entries.entry();
        return new Notice(NoticeEvent.of(entry).orElseThrow(), entry, LINK, LINK + "console");
    }

    private static Notice evil(int length) {
        return notice(
                Entries.of("deploy", "FAILED")
                        .at("2026-11-20T10:00:00Z", 1)
                        .with("app", EVIL)
                        .with("environment", EVIL)
                        .with("actor", EVIL)
                        .with("summary", EVIL)
                        .with("failure", (EVIL + "\n汉字😀\n").repeat(length)));
    }

    private static Post post(NoticeFormat format, Notice notice, String secret) {
        return format.post(notice, Optional.empty(), Locale.ENGLISH, secret, NOW);
    }

    private static JsonNode json(Post post) throws Exception {
        return new ObjectMapper().readTree(post.body());
    }

    static Stream<NoticeFormat> formats() {
        return Stream.of(
                new WebhookFormat(),
                new SlackFormat(),
                new DingTalkFormat(),
                new WeComFormat(),
                new FeishuFormat());
    }

    @ParameterizedTest
    @CsvSource({
        "deploy, RUNNING, STARTED",
        "deploy, DONE, SUCCEEDED",
        "deploy, UNSTABLE, SUCCEEDED",
        "deploy, FAILED, FAILED",
        "deploy, REFUSED, FAILED",
        "deploy, ABORTED, FAILED",
        "deploy, NEEDS_PERSON, NEEDS_PERSON",
        "rollback, RUNNING, STARTED",
        "rollback, DONE, ROLLED_BACK",
        "rollback, FAILED, FAILED",
        "rollback, NEEDS_PERSON, NEEDS_PERSON",
        "health, FAILED, FAILED"
    })
    void whatHappenedHasATitleInBothLanguages(String kind, String outcome, NoticeEvent event) {
        Notice notice = notice(Entries.of(kind, outcome).at("2026-11-20T10:00:00Z", 1));

        assertThat(notice.event()).isEqualTo(event);
        assertThat(NoticeText.title(notice, Locale.ENGLISH)).contains("shop", "production");
        assertThat(NoticeText.title(notice, Locale.SIMPLIFIED_CHINESE))
                .contains("shop", "production")
                .isNotEqualTo(NoticeText.title(notice, Locale.ENGLISH));
    }

    @Test
    void ofTheRestNobodyIsTold() {
        for (String kind : List.of("build", "test", "scan", "plan")) {
            assertThat(NoticeEvent.of(Entries.of(kind, "FAILED").entry())).isEmpty();
        }
        for (String outcome : List.of("RUNNING", "DONE", "ABORTED")) {
            assertThat(NoticeEvent.of(Entries.of("health", outcome).entry())).isEmpty();
        }
    }

    @Test
    void theWebhookGetsTheWholeOperationSigned() throws Exception {
        Notice notice =
                notice(
                        Entries.of("rollback", "DONE")
                                .at("2026-11-20T10:00:00Z", 3)
                                .with(Map.of("phases", List.of("a", "b"))));

        Post post = post(new WebhookFormat(), notice, "s3cret");

        JsonNode body = json(post);
        assertThat(body.get("event").asText()).isEqualTo("rolledBack");
        assertThat(body.get("sent").asText()).isEqualTo("2025-11-24T16:00:00Z");
        assertThat(body.get("link").asText()).isEqualTo(LINK);
        assertThat(body.get("operation").get("outcome").asText()).isEqualTo("DONE");
        assertThat(body.get("operation").get("result").get("phases")).hasSize(2);
        assertThat(body.get("operation").has("ended")).isFalse();
        assertThat(post.headers())
                .containsEntry("X-ERP-Event", "rollback.rolledBack")
                .containsEntry("X-ERP-Delivery", body.get("delivery").asText())
                .containsEntry(
                        "X-ERP-Signature-256",
                        "sha256="
                                + HexFormat.of()
                                        .formatHex(Digests.hmacSha256("s3cret", post.body())));
        assertThat(post(new WebhookFormat(), notice, "").headers())
                .doesNotContainKey("X-ERP-Signature-256");
    }

    @Test
    void theSignatureIsTheOneThatGitHubPublishesForItsExample() {
        assertThat(
                        HexFormat.of()
                                .formatHex(
                                        Digests.hmacSha256(
                                                "It's a Secret to Everybody", "Hello, World!")))
                .isEqualTo("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }

    @Test
    void aHugeResultIsLeftOut() throws Exception {
        Notice notice =
                notice(
                        Entries.of("deploy", "DONE")
                                .at("2026-11-20T10:00:00Z", 3)
                                .with(Map.of("log", "x".repeat(300_000))));

        assertThat(json(post(new WebhookFormat(), notice, "")).get("operation").get("result"))
                .isEmpty();
    }

    @Test
    void slackGetsBlocksAndText() {
        assertThat(post(new SlackFormat(), failed(), "").body())
                .isEqualTo(
                        "{\"text\":\"shop: deploy to production failed\",\"blocks\":["
                                + block("header", "plain_text", "shop: deploy to production failed")
                                + ","
                                + block(
                                        "section",
                                        "mrkdwn",
                                        "*Release*: r2\\n*Before*: r1\\n*Serving*: r1\\n"
                                                + "*By*: alice\\n*Took*: 72.4 s\\n"
                                                + "*Hosts*: deploy@erp1:22\\n"
                                                + "*Job*: erp/deploy #7\\n"
                                                + "```migrate failed\\n# column \\\"x\\\" &lt;y&gt;```\\n"
                                                + "<"
                                                + LINK
                                                + "|Open the build>")
                                + "]}");
    }

    private static String block(String type, String kind, String text) {
        return "{\"type\":\""
                + type
                + "\",\"text\":{\"type\":\""
                + kind
                + "\",\"text\":\""
                + text
                + "\"}}";
    }

    @Test
    void dingTalkGetsMarkdownAndItsSignatureInTheAddress() throws Exception {
        Post post = post(new DingTalkFormat(), failed(), "SECabc");

        assertThat(post.query())
                .isEqualTo(
                        "timestamp=1764000000000&sign=8F5ULDNh1hE6T2sPwpYIemnezGkO4FDhG6ZdHq9jY%2Fc%3D");
        JsonNode body = json(post);
        assertThat(body.get("msgtype").asText()).isEqualTo("markdown");
        assertThat(body.get("markdown").get("title").asText())
                .isEqualTo("shop: deploy to production failed");
        assertThat(body.get("markdown").get("text").asText())
                .isEqualTo(
                        "### shop: deploy to production failed\n\n**Release**: r2\n\n"
                                + "**Before**: r1\n\n**Serving**: r1\n\n**By**: alice\n\n"
                                + "**Took**: 72.4 s\n\n**Hosts**: deploy@erp1:22\n\n"
                                + "**Job**: erp/deploy #7\n\n> migrate failed\n\n"
                                + "> ＃ column \"x\" ＜y＞\n\n[Open the build]("
                                + LINK
                                + ")");
        assertThat(post(new DingTalkFormat(), failed(), "").query()).isEmpty();
    }

    @Test
    void weComGetsMarkdown() throws Exception {
        JsonNode body = json(post(new WeComFormat(), failed(), ""));

        assertThat(body.get("msgtype").asText()).isEqualTo("markdown");
        assertThat(body.get("markdown").get("content").asText())
                .startsWith("### shop: deploy to production failed\n**Release**: r2\n")
                .endsWith("> ＃ column \"x\" ＜y＞\n[Open the build](" + LINK + ")");
    }

    @Test
    void feishuGetsACardAndItsSignatureInTheBody() throws Exception {
        JsonNode body = json(post(new FeishuFormat(), failed(), "SECabc"));

        assertThat(body.get("timestamp").asText()).isEqualTo("1764000000");
        assertThat(body.get("sign").asText())
                .isEqualTo("7k1GdqiAGlnk7Di3T5/mpILKRsDxdZ1nIvkC9kRgRfQ=");
        assertThat(body.get("msg_type").asText()).isEqualTo("interactive");
        JsonNode card = body.get("card");
        assertThat(card.get("header").get("template").asText()).isEqualTo("red");
        assertThat(card.get("elements").get(0).get("text").get("tag").asText())
                .isEqualTo("plain_text");
        assertThat(card.get("elements").get(0).get("text").get("content").asText())
                .isEqualTo(
                        "Release: r2\nBefore: r1\nServing: r1\nBy: alice\nTook: 72.4 s\n"
                                + "Hosts: deploy@erp1:22\nJob: erp/deploy #7\n"
                                + "migrate failed\n# column \"x\" <y>");
        assertThat(card.get("elements").get(1).get("actions").get(0).get("url").asText())
                .isEqualTo(LINK);
        assertThat(json(post(new FeishuFormat(), failed(), "")).has("sign")).isFalse();
    }

    @Test
    void aMailHasItsTextTwice() {
        MailText mail = MailText.of(failed(), Optional.empty(), Locale.ENGLISH);

        assertThat(mail.subject()).isEqualTo("shop: deploy to production failed");
        assertThat(mail.text())
                .isEqualTo(
                        "shop: deploy to production failed\n\nRelease: r2\nBefore: r1\n"
                                + "Serving: r1\nBy: alice\nTook: 72.4 s\nHosts: deploy@erp1:22\n"
                                + "Job: erp/deploy #7\n\nmigrate failed\n# column \"x\" <y>\n\n"
                                + "Open the build: "
                                + LINK
                                + "\n");
        assertThat(mail.html())
                .contains("<td>r2</td>")
                .contains("<pre>migrate failed\n# column &quot;x&quot; &lt;y&gt;</pre>")
                .contains("<a href=\"" + LINK + "\">");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyLengthFitsAndIsJson(NoticeFormat format) throws Exception {
        for (int length : List.of(0, 1, 40, 400, 4_000)) {
            Post post = post(format, evil(length), "");
            JsonNode body = json(post);
            assertThat(bytes(post.body())).isLessThan(2_000_000);
            if (format instanceof WeComFormat) {
                assertThat(bytes(body.get("markdown").get("content").asText()))
                        .isLessThanOrEqualTo(4_096);
            } else if (!(format instanceof WebhookFormat)) {
                assertThat(bytes(post.body())).isLessThanOrEqualTo(20_000);
            }
            if (format instanceof SlackFormat) {
                assertThat(body.get("blocks").get(0).get("text").get("text").asText())
                        .hasSizeLessThanOrEqualTo(150);
                assertThat(body.get("blocks").get(1).get("text").get("text").asText())
                        .hasSizeLessThanOrEqualTo(3_000);
            }
        }
    }

    @Test
    void aLongTemplateIsCutToo() throws Exception {
        Optional<Template> template = Template.parse("汉".repeat(3_000) + "${failure}");

        Post post = new WeComFormat().post(evil(100), template, Locale.ENGLISH, "", NOW);

        String content = json(post).get("markdown").get("content").asText();
        assertThat(bytes(content)).isBetween(4_090, 4_096);
        assertThat(content).endsWith("汉…");
    }

    @Test
    void namesFromOutsideMentionNobodyAndLinkNowhere() throws Exception {
        JsonNode slack = json(post(new SlackFormat(), evil(1), ""));
        for (JsonNode marked :
                List.of(slack.get("text"), slack.get("blocks").get(1).get("text").get("text"))) {
            assertThat(marked.asText()).doesNotContain("<!").doesNotContain("<@");
        }
        assertThat(slack.get("blocks").get(0).get("text").get("type").asText())
                .isEqualTo("plain_text");
        for (NoticeFormat format : List.of(new DingTalkFormat(), new WeComFormat())) {
            JsonNode markdown = json(post(format, evil(1), "")).get("markdown");
            String text =
                    (markdown.has("text") ? markdown.get("text") : markdown.get("content"))
                            .asText();
            assertThat(text)
                    .doesNotContain("<@")
                    .doesNotContain("<at")
                    .doesNotContain("**b**")
                    .doesNotContain("`c`")
                    .doesNotContain("](http://evil");
        }
        Optional<Template> template = Template.parse("${actor}");
        JsonNode feishu = json(new FeishuFormat().post(evil(1), template, Locale.ENGLISH, "", NOW));
        JsonNode main = feishu.get("card").get("elements").get(0).get("text");
        assertThat(main.get("tag").asText()).isEqualTo("lark_md");
        assertThat(main.get("content").asText()).contains("＜at id=all＞").doesNotContain("<at");
        MailText mail = MailText.of(evil(1), Optional.empty(), Locale.ENGLISH);
        assertThat(mail.html()).doesNotContain("<at").doesNotContain("<!channel");
        assertThat(MailText.of(evil(1), template, Locale.ENGLISH).html()).doesNotContain("<at");
        assertThat(
                        MailText.of(
                                        notice(
                                                Entries.of("deploy", "DONE")
                                                        .with("app", "a\r\nBcc: x@y\u2028z")),
                                        Optional.empty(),
                                        Locale.ENGLISH)
                                .subject())
                .isEqualTo("a Bcc: x@y z: deploy to production succeeded");
    }

    @Test
    void whatTheFailureBeginsWithIsNotSaidTwice() {
        Entries entries =
                Entries.of("deploy", "FAILED")
                        .with("summary", "no host")
                        .with("failure", "no host\n| ssh: refused");

        NoticeText text = NoticeText.of(notice(entries), Locale.ENGLISH, 100);

        assertThat(text.lines()).extracting(NoticeText.Line::label).doesNotContain("Result");
        assertThat(text.failure()).isEqualTo("no host\n| ssh: refused");
        assertThat(
                        NoticeText.of(notice(entries.with("failure", "other")), Locale.ENGLISH, 100)
                                .lines())
                .contains(new NoticeText.Line("Result", "no host"));
    }

    @Test
    void manyHostsAreCounted() {
        Notice notice =
                notice(
                        Entries.of("deploy", "DONE")
                                .on(Collections.nCopies(8, "d@h:22").toArray(String[]::new)));

        assertThat(NoticeText.of(notice, Locale.ENGLISH, 100).lines())
                .contains(
                        new NoticeText.Line(
                                "Hosts", "d@h:22, d@h:22, d@h:22, d@h:22, d@h:22 and 3 more"));
    }

    @Test
    void aTextIsCutBetweenCharacters() {
        assertThat(Limits.cut("abc", 3)).isEqualTo("abc");
        assertThat(Limits.cut("abcd", 3)).isEqualTo("…");
        assertThat(Limits.cut("a😀b😀", 9)).isEqualTo("a😀b…");
        assertThat(Limits.cut("汉字", 5)).isEqualTo("…");
        assertThat(Limits.cut("汉字", 2)).isEmpty();
    }

    @Test
    void answersWithStatus200AreRead() {
        for (NoticeFormat format : List.of(new DingTalkFormat(), new WeComFormat())) {
            assertThat(format.verdict("{\"errcode\":0,\"errmsg\":\"ok\"}").taken()).isTrue();
            Verdict refused = format.verdict("{\"errcode\":310000,\"errmsg\":\"sign not match\"}");
            assertThat(refused).isEqualTo(new Verdict(false, false, "errcode 310000"));
            assertThat(format.verdict("{\"errcode\":-1}").again()).isTrue();
            assertThat(format.verdict("<html>").taken()).isFalse();
            assertThat(format.verdict("").taken()).isFalse();
        }
        NoticeFormat feishu = new FeishuFormat();
        assertThat(feishu.verdict("{\"code\":0,\"StatusCode\":0}").taken()).isTrue();
        assertThat(feishu.verdict("{\"code\":19021}").code()).isEqualTo("code 19021");
        assertThat(new SlackFormat().verdict("ok").taken()).isTrue();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
