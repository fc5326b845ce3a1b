package io.jenkins.plugins.erp.history;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operations for tests: what is not said is empty. */
public final class Entries {
    private final Map<String, String> texts = new LinkedHashMap<>();
    private List<String> hosts = List.of("deploy@erp1:22");
    private double seconds;
    private Map<String, Object> result = Map.of();

    private Entries(String kind, String outcome) {
        texts.put("kind", kind);
        texts.put("outcome", outcome);
        texts.put("app", "shop");
        texts.put("environment", "production");
        texts.put("job", "erp/deploy");
        texts.put("actor", "alice");
    }

    /** One of a kind with an outcome; of shop in production, by alice. */
    public static Entries of(String kind, String outcome) {
        return new Entries(kind, outcome);
    }

    /** That began then and took so long. */
    public Entries at(String started, double took) {
        texts.put("started", started);
        seconds = took;
        return this;
    }

    /** With a text. */
    public Entries with(String field, String value) {
        texts.put(field, value);
        return this;
    }

    /** With that release to become current, and what was current before and is now. */
    public Entries releases(String release, String previous, String current) {
        return with("release", release).with("previous", previous).with("current", current);
    }

    /** On those hosts. */
    public Entries on(String... addresses) {
        hosts = List.of(addresses);
        return this;
    }

    /** With that whole result. */
    public Entries with(Map<String, Object> whole) {
        result = whole;
        return this;
    }

    /** The entry. */
    public OperationEntry entry() {
        return new OperationEntry(
                text("job") + "#7:" + text("kind") + "@" + text("started"),
                text("kind"),
                text("app"),
                text("environment"),
                hosts,
                text("job"),
                7,
                text("actor"),
                text("started").isEmpty() ? Instant.EPOCH.toString() : text("started"),
                seconds,
                text("outcome"),
                text("summary"),
                text("failure"),
                text("release"),
                text("previous"),
                text("current"),
                text("commit"),
                text("committed"),
                result);
    }

    private String text(String field) {
        return texts.getOrDefault(field, "");
    }
}
