package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.runner.load.LoadClient;
import io.jenkins.plugins.erp.runner.load.LoadProfile;
import io.jenkins.plugins.erp.runner.load.Traffic;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that asks a health path until it is closed or a limit is reached. */
final class Load implements AutoCloseable {
    private static final Pattern VERSION = Pattern.compile("\"version\": \"([^\"]*)\"");

    private final Set<String> versions = new ConcurrentSkipListSet<>();
    private final LoadClient client;
    private Traffic.Report report;

    /**
     * Begins to ask.
     *
     * @param host header to send; empty: the address
     */
    Load(URI uri, String host, int perSecond, Duration limit) throws IOException {
        Map<String, String> headers = host.isEmpty() ? Map.of() : Map.of("Host", host);
        client =
                new LoadClient(
                        LoadProfile.of(
                                        uri.resolve("/"),
                                        perSecond,
                                        List.of(
                                                new LoadProfile.Ask(
                                                        "GET", uri.getPath(), headers, "")))
                                .atMost(Math.toIntExact(perSecond * limit.toSeconds())),
                        this::look);
        client.start();
    }

    private void look(Traffic.Sample sample, String body) {
        Matcher version = VERSION.matcher(body);
        if (sample.good() && version.find()) {
            versions.add(version.group(1));
        }
    }

    /** Requests; once it is closed. */
    int asked() {
        return report.asked();
    }

    /** What failed and why; once it is closed. */
    List<String> failures() {
        return report.failures();
    }

    /** Versions that answered. */
    Set<String> versions() {
        return Set.copyOf(versions);
    }

    @Override
    public void close() throws InterruptedException {
        if (report == null) {
            report = client.stop();
        }
        client.close();
    }
}
