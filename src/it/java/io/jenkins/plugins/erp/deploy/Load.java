package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.runner.load.LoadClient;
import io.jenkins.plugins.erp.runner.load.LoadProfile;
import io.jenkins.plugins.erp.runner.load.Traffic;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that asks until it is closed or a limit is reached; GET and POST. */
final class Load implements AutoCloseable {
    private static final Pattern VERSION = Pattern.compile("\"version\": \"([^\"]*)\"");

    private final Set<String> versions = new ConcurrentSkipListSet<>();
    private final LoadClient client;
    private Traffic.Report report;

    /** Begins to ask. */
    Load(URI base, int perSecond, List<LoadProfile.Ask> asks, Duration limit) throws IOException {
        client =
                new LoadClient(
                        LoadProfile.of(base, perSecond, asks)
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

    /** Orders that were taken; once it is closed. */
    long orders() {
        return report.samples().stream().filter(s -> s.method().equals("POST") && s.good()).count();
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
