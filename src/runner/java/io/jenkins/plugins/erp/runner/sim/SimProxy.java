package io.jenkins.plugins.erp.runner.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A little of Nginx: the addresses it looked up when it loaded its configuration, its worker
 * processes, and the hosts file of its container.
 */
final class SimProxy {
    private static final Pattern UPSTREAM =
            Pattern.compile("(?:proxy_pass\\s+https?://|server\\s+)([A-Za-z][A-Za-z0-9_.-]*)");

    private static final Pattern COMMENT = Pattern.compile("#[^\n]*");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** How long old workers have requests to finish. */
    static final Duration FINISHING = Duration.ofMillis(250);

    private record Worker(int pid, Instant endsAt) {}

    private String hosts = "127.0.0.1\tlocalhost\n";
    private Set<String> upstream = new LinkedHashSet<>();
    private final List<Worker> workers = new ArrayList<>();
    private int lastPid = 20;

    SimProxy copy() {
        SimProxy copy = new SimProxy();
        copy.hosts = hosts;
        copy.upstream = upstream;
        copy.workers.addAll(workers);
        copy.lastPid = lastPid;
        return copy;
    }

    String hosts() {
        return hosts;
    }

    void hosts(String text) {
        hosts = text;
    }

    /** The hosts file without the lines that hold a mark. */
    String hostsWithout(String mark) {
        StringBuilder kept = new StringBuilder();
        hosts.lines().filter(l -> !l.contains(mark)).forEach(l -> kept.append(l).append('\n'));
        return kept.toString();
    }

    /** Addresses that the hosts file gives a name; none: the engine's name server is asked. */
    Set<String> named(String host) {
        Set<String> found = new LinkedHashSet<>();
        for (String line : hosts.lines().toList()) {
            if (!line.contains(host)) {
                continue;
            }
            String[] words = BLANKS.split(COMMENT.matcher(line).replaceFirst("").trim());
            for (int i = 1; i < words.length; i++) {
                if (words[i].equals(host)) {
                    found.add(words[0]);
                }
            }
        }
        return found;
    }

    /** The host that requests are passed to, as a configuration names it. */
    static String upstreamHost(String configuration) {
        Matcher m = UPSTREAM.matcher(COMMENT.matcher(configuration).replaceAll(""));
        return m.find() ? m.group(1) : "web";
    }

    /** Whether the braces of a configuration match, the one thing that is tested of it. */
    static boolean valid(String configuration) {
        String text = COMMENT.matcher(configuration).replaceAll("");
        long open = text.chars().filter(c -> c == '{').count();
        return open == text.chars().filter(c -> c == '}').count();
    }

    /** Starts or loads anew with these addresses. */
    void load(Set<String> addresses, Instant now) {
        upstream = new LinkedHashSet<>(addresses);
        workers.replaceAll(w -> w.endsAt == null ? new Worker(w.pid, now.plus(FINISHING)) : w);
        workers.add(new Worker(++lastPid, null));
        workers.add(new Worker(++lastPid, null));
    }

    void stop() {
        workers.clear();
        upstream = new LinkedHashSet<>();
    }

    Set<String> upstream() {
        return upstream;
    }

    /** As {@code docker top C -eo pid,args} prints it. */
    List<String> top(Instant now) {
        workers.removeIf(w -> w.endsAt != null && !now.isBefore(w.endsAt));
        List<String> lines = new ArrayList<>();
        lines.add("PID                 COMMAND");
        lines.add("20                  nginx: master process nginx -g daemon off;");
        for (Worker w : workers) {
            lines.add(
                    w.pid
                            + "                  nginx: worker process"
                            + (w.endsAt == null ? "" : " is shutting down"));
        }
        return lines;
    }
}
