package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * What several hosts have in common, on this machine and reachable from them alone: it knows which
 * migrations are applied, and from which host each of the tiny system's containers asked what.
 */
final class SharedDatabase implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> applied = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<String> sick = ConcurrentHashMap.newKeySet();

    /**
     * Something a container did.
     *
     * @param host address of the host it ran on
     * @param what such as {@code start web 2}
     */
    record Event(String host, String what) {}

    /** On one address of this machine. */
    SharedDatabase(String address) throws IOException {
        server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        server.setExecutor(
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread = new Thread(task, "shared database");
                            thread.setDaemon(true);
                            return thread;
                        }));
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        InetSocketAddress at = server.getAddress();
        return "http://" + at.getAddress().getHostAddress() + ":" + at.getPort();
    }

    /** From now on a version never gets healthy on a host. */
    void sicken(String host, String version) {
        sick.add(host + " " + version);
    }

    void cure() {
        sick.clear();
    }

    /** Which migrations are applied, in order. */
    List<String> applied() {
        synchronized (events) {
            return List.copyOf(applied);
        }
    }

    /** What was done since the last time this was asked, in order. */
    List<Event> events() {
        synchronized (events) {
            List<Event> all = List.copyOf(events);
            events.clear();
            return all;
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String host = exchange.getRemoteAddress().getAddress().getHostAddress();
        String[] words = exchange.getRequestURI().getPath().substring(1).split("/", 2);
        Object answer = answer(host, words[0], words.length > 1 ? words[1] : "");
        byte[] body = JSON.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Object answer(String host, String verb, String what) {
        synchronized (events) {
            switch (verb) {
                case "well" -> {
                    return !sick.contains(host + " " + what);
                }
                case "apply" -> applied.add(what);
                case "reverse" -> applied.remove(what);
                default -> {
                    // it is asked, or told of something
                }
            }
            if (!verb.equals("applied")) {
                events.add(new Event(host, verb + " " + what.replace('/', ' ')));
            }
            return Map.of("applied", List.copyOf(applied));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
