package io.jenkins.plugins.erp.runner.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a {@link LoadClient} asks, how often and how.
 *
 * @param base of a server on a loopback address, http only
 * @param perSecond 1 to 1000
 * @param asks in turn
 * @param keepAlive which requests go over a connection that stays open
 * @param timeout from the moment a request was due until its whole answer has to be there
 * @param most requests, after which it asks no more
 */
public record LoadProfile(
        URI base, int perSecond, List<Ask> asks, KeepAlive keepAlive, Duration timeout, int most) {
    private static final int MOST = 500_000;
    private static final int FASTEST = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Which requests go over a connection that stays open. */
    public enum KeepAlive {
        /** a new connection for each, closed by the server */
        OFF,
        /** every second round through the asks keeps its connections */
        MIXED,
        ON
    }

    /**
     * Something to ask for.
     *
     * @param method GET or POST
     * @param path with a leading slash
     * @param headers such as Authorization
     * @param body of a POST, JSON
     */
    public record Ask(String method, String path, Map<String, String> headers, String body) {
        /** A plain GET. */
        public static Ask get(String path) {
            return new Ask("GET", path, Map.of(), "");
        }
    }

    /** Checks the numbers. */
    public LoadProfile {
        asks = List.copyOf(asks);
        if (perSecond < 1 || perSecond > FASTEST || most > MOST || asks.isEmpty()) {
            throw new IllegalArgumentException("1 to " + FASTEST + " requests a second");
        }
    }

    /** Connections of both kinds, ten seconds of patience. */
    public static LoadProfile of(URI base, int perSecond, List<Ask> asks) {
        return new LoadProfile(base, perSecond, asks, KeepAlive.MIXED, PATIENCE, MOST);
    }

    /** The same with another bound. */
    public LoadProfile atMost(int requests) {
        return new LoadProfile(base, perSecond, asks, keepAlive, timeout, requests);
    }

    /** Whether a request keeps its connection. */
    boolean keeps(int number) {
        return switch (keepAlive) {
            case OFF -> false;
            case ON -> true;
            case MIXED -> number / asks.size() % 2 == 0;
        };
    }
}
