package io.jenkins.plugins.erp.notice;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * One thing to tell.
 *
 * @param event what happened
 * @param entry the operation it happened to
 * @param link address of its build, or empty where this Jenkins does not know its own address
 * @param log address of its console, or empty
 */
public record Notice(NoticeEvent event, OperationEntry entry, String link, String log) {

    /** For an administrator who tries a target: of an operation that never was. */
    public static Notice test(String link) {
        return new Notice(
                NoticeEvent.TEST,
                new OperationEntry(
                        "test", "test", "example", "test", List.of(), "", 0, "", "", 0, "", "", "",
                        "", "", "", "", "", Map.of()),
                link,
                "");
    }

    /** The same for every attempt to deliver it, so that a receiver can tell a second one. */
    String delivery() {
        return UUID.nameUUIDFromBytes(
                        (entry.id() + "\n" + event.key()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /**
     * What a template can name, each with its value as plain text.
     *
     * @param locale of the title
     */
    Map<String, String> values(Locale locale) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("title", NoticeText.title(this, locale));
        values.put("event", event.key());
        values.put("kind", entry.kind());
        values.put("app", entry.app());
        values.put("environment", entry.environment());
        values.put("release", entry.release());
        values.put("previous", entry.previous());
        values.put("current", entry.current());
        values.put("commit", entry.commit());
        values.put("actor", entry.actor());
        values.put("job", entry.job());
        values.put("build", entry.build() == 0 ? "" : String.valueOf(entry.build()));
        values.put("hosts", String.join(", ", entry.hosts()));
        values.put("started", entry.started());
        values.put("seconds", seconds());
        values.put("outcome", entry.outcome());
        values.put("summary", entry.summary());
        values.put("failure", entry.failure());
        values.put("link", link);
        values.put("log", log);
        return values;
    }

    /** How long it took, in seconds with one digit; empty while it runs. */
    String seconds() {
        return entry.seconds() == 0 ? "" : String.format(Locale.ROOT, "%.1f", entry.seconds());
    }
}
