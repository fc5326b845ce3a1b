package io.jenkins.plugins.erp.notice;

import io.jenkins.plugins.erp.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A text of an administrator's with places for values: {@code ${environment}}. There is nothing
 * else to it: no expression, no call, no nesting. The text may use the target's own markup; values
 * are escaped before they are put in.
 */
public final class Template {
    private static final Set<String> LONG = Set.of("failure", "summary", "hosts");
    private static final int SHORT = 300;

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** A literal text, or the name of a value. */
    private record Part(String text, boolean place) {}

    /** The names that may stand in one. */
    public static Set<String> names() {
        return Notice.test("").values(Locale.ROOT).keySet();
    }

    /**
     * Reads one; empty for an empty text.
     *
     * @throws IllegalArgumentException when it names what there is not, or a place is not closed;
     *     the message is for people
     */
    public static Optional<Template> parse(String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("${", at);
            if (open < 0) {
                parts.add(new Part(text.substring(at), false));
                break;
            }
            parts.add(new Part(text.substring(at, open), false));
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException(
                        Messages.of(Template.class, "template.open", start(text.substring(open))));
            }
            String name = text.substring(open + 2, close);
            if (!names().contains(name)) {
                throw new IllegalArgumentException(
                        Messages.of(
                                Template.class,
                                "template.unknown",
                                start(name),
                                String.join(", ", names())));
            }
            parts.add(new Part(name, true));
            at = close + 1;
        }
        return Optional.of(new Template(parts));
    }

    /**
     * With the values of a notice.
     *
     * @param room bytes that a long value may take
     * @param escape makes a plain value safe in the target's markup
     */
    String fill(Notice notice, Locale locale, int room, UnaryOperator<String> escape) {
        Map<String, String> values = notice.values(locale);
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(
                    part.place()
                            ? escape.apply(
                                    LONG.contains(part.text())
                                            ? Limits.cut(values.get(part.text()), room)
                                            : Limits.line(values.get(part.text()), SHORT))
                            : part.text());
        }
        return text.toString();
    }

    private static String start(String text) {
        return Limits.line(text, 40);
    }
}
