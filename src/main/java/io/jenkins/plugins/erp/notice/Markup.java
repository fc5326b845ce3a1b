package io.jenkins.plugins.erp.notice;

import java.util.stream.Collectors;

/** Makes plain text safe in the markup of others. */
final class Markup {
    private static final String SPECIAL = "*[]<>`~|\\";
    private static final String WIDE = "＊［］＜＞｀～｜＼";

    private Markup() {}

    /** For HTML, in text and in quoted attributes. */
    static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** For Slack, which knows just these three. */
    static String slack(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /**
     * For the Markdown of DingTalk, WeCom and Feishu. Each knows another part of Markdown and none
     * promises what a backslash does, so a character that could begin emphasis, code, a link, a
     * mention or a tag is replaced with its wide form, which looks alike and means nothing. A line
     * break stays, and what follows it cannot be a heading, a quote or a list.
     */
    static String markdown(String text) {
        return text.lines().map(Markup::line).collect(Collectors.joining("\n"));
    }

    /** A link in Markdown; empty for an empty address. */
    static String link(String words, String address) {
        return address.isEmpty()
                ? ""
                : "["
                        + markdown(words)
                        + "]("
                        + address.replace("(", "%28").replace(")", "%29")
                        + ")";
    }

    private static String line(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            int at = SPECIAL.indexOf(text.charAt(i));
            safe.append(at < 0 ? text.charAt(i) : WIDE.charAt(at));
        }
        String stripped = safe.toString().stripLeading();
        return stripped.isEmpty()
                ? ""
                : switch (stripped.charAt(0)) {
                    case '#' -> "＃" + stripped.substring(1);
                    case '-' -> "－" + stripped.substring(1);
                    case '+' -> "＋" + stripped.substring(1);
                    case '=' -> "＝" + stripped.substring(1);
                    default -> stripped;
                };
    }
}
