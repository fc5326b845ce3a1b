package io.jenkins.plugins.erp.jenkins.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The names under which a host is known, so that one host is one: its name in small letters without
 * a dot at the end, and the addresses that the controller finds for it.
 */
final class HostNames {
    private static final long WAIT_SECONDS = 3;

    private final Map<String, Set<String>> addresses;

    private HostNames(Map<String, Set<String>> addresses) {
        this.addresses = addresses;
    }

    /** Looks up the addresses of some hosts, all at once and for a few seconds at most. */
    static HostNames lookUp(Collection<String> hosts) throws InterruptedException {
        Map<String, CompletableFuture<Set<String>>> asked = new TreeMap<>();
        for (String host : hosts) {
            asked.computeIfAbsent(
                    plain(host), n -> CompletableFuture.supplyAsync(() -> addresses(n)));
        }
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        Map<String, Set<String>> found = new TreeMap<>();
        for (Map.Entry<String, CompletableFuture<Set<String>>> one : asked.entrySet()) {
            try {
                found.put(
                        one.getKey(),
                        one.getValue()
                                .get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (ExecutionException | TimeoutException e) {
                // it is known by its name alone
                found.put(one.getKey(), Set.of());
            }
        }
        return new HostNames(found);
    }

    /** Knows names alone. */
    static HostNames none() {
        return new HostNames(Map.of());
    }

    /** All names and addresses of some hosts. */
    Set<String> of(Collection<String> hosts) {
        Set<String> names = new TreeSet<>();
        for (String host : hosts) {
            String name = plain(host);
            names.add(name);
            names.addAll(addresses.getOrDefault(name, Set.of()));
        }
        return names;
    }

    private static String plain(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static Set<String> addresses(String name) {
        Set<String> found = new TreeSet<>();
        try {
            for (InetAddress address : InetAddress.getAllByName(name)) {
                found.add(address.getHostAddress());
            }
        } catch (UnknownHostException e) {
            // an alias of the agent's SSH client, perhaps
        }
        return found;
    }
}
