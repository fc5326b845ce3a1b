package io.jenkins.plugins.erp.deploy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks one host's proxy again and again, a connection for each request, until it is closed. */
final class Asking implements AutoCloseable {
    private static final Pattern VERSION = Pattern.compile("\"version\": \"([^\"]*)\"");
    private static final int PAUSE_MILLIS = 40;
    private static final int PATIENCE_MILLIS = 5000;

    private final String host;
    private final Thread thread;
    private final List<String> failures = new ArrayList<>();
    private final List<String> versions = new ArrayList<>();
    private int asked;
    private volatile boolean over;

    Asking(String host) {
        this.host = host;
        thread = new Thread(this::ask, "asks " + host);
        thread.setDaemon(true);
        thread.start();
    }

    private void ask() {
        while (!over) {
            asked++;
            try {
                String version = version(host);
                if (versions.isEmpty() || !versions.get(versions.size() - 1).equals(version)) {
                    versions.add(version);
                }
                Thread.sleep(PAUSE_MILLIS);
            } catch (IOException e) {
                failures.add(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The version that answers on a host now. */
    static String version(String host) throws IOException {
        HttpURLConnection to =
                (HttpURLConnection) URI.create("http://" + host + "/").toURL().openConnection();
        to.setRequestProperty("Connection", "close");
        to.setConnectTimeout(PATIENCE_MILLIS);
        to.setReadTimeout(PATIENCE_MILLIS);
        try (java.io.InputStream in = to.getInputStream()) {
            String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(body);
            if (!version.find()) {
                throw new IOException("not an answer of web: " + body);
            }
            return version.group(1);
        }
    }

    /** What answered, one after the other; once it is closed. */
    List<String> versions() {
        return versions;
    }

    /** What failed and why; once it is closed. */
    List<String> failures() {
        return failures;
    }

    /** Requests; once it is closed. */
    int asked() {
        return asked;
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
    }
}
