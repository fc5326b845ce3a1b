package io.jenkins.plugins.erp.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a configuration that may ask a name server by itself can be steered. Nginx looks for the host
 * and port that a variable holds among the upstreams it knows before it asks a name server; a plain
 * {@code proxy_pass http://web:8000} anywhere makes one, with the addresses of the hosts file.
 *
 * @param pinned host and port of the web service that are asked for by variables
 * @param directory that files are included from into http; empty where there is none
 * @param obstacle why it cannot be steered, and what to write instead
 */
record NginxSteering(Set<String> pinned, Optional<String> directory, Optional<String> obstacle) {
    private static final Set<String> PASSES =
            Set.of("proxy_pass", "uwsgi_pass", "fastcgi_pass", "grpc_pass", "scgi_pass");
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:\\{([A-Za-z0-9_]+)\\}|([A-Za-z0-9_]+))");
    private static final Pattern AUTHORITY =
            Pattern.compile(
                    "(?:([a-z]+)://)?([^/:\\[\\]]+)(?::([0-9]{1,5}))?(?:[/\0?].*)?",
                    Pattern.DOTALL);
    private static final Pattern INCLUDE = Pattern.compile("(/.*)/\\*(?:\\.conf)?");

    /** Stands for what only a request can tell. */
    private static final String UNKNOWN = "\0";

    /** Begin with a slash, so that the host ends before them. */
    private static final Set<String> PATHS = Set.of("request_uri", "uri", "document_uri");

    private static final int MOST = 50;

    /** The file that is there while the configuration is loaded. */
    static final String FILE = "erp-pipeline.conf";

    /** Where the server that is never asked listens. */
    private static final String NOWHERE = "127.0.0.1:61317";

    /** Decides. */
    static NginxSteering of(NginxConfig config, List<String> names) {
        Map<String, List<String>> values = values(config);
        Set<String> groups = new LinkedHashSet<>();
        for (NginxConfig.Directive d : config.directives()) {
            if (d.name().equals("upstream")) {
                d.argument(0).ifPresent(groups::add);
            }
        }
        Set<String> pinned = new TreeSet<>();
        for (NginxConfig.Directive d : config.directives()) {
            Optional<String> target = d.argument(0);
            if (d.name().equals("server")
                    && d.words().contains("resolve")
                    && target.filter(t -> names.contains(host(t))).isPresent()) {
                return refused(
                        where(d)
                                + " has nginx ask the name server again and again, old containers"
                                + " included. Take the word resolve away: the deploy loads the"
                                + " configuration anew by itself");
            }
            if (!PASSES.contains(d.name()) || target.filter(t -> t.contains("$")).isEmpty()) {
                continue;
            }
            for (String value : expand(target.get(), values, 0)) {
                Matcher m = AUTHORITY.matcher(value);
                if (!m.matches() || couldBe(m.group(2), names)) {
                    return refused(
                            where(d)
                                    + " gets its host from the request or from a place that cannot"
                                    + " be read, so that it cannot be said where requests go. Write"
                                    + " the service's name, such as proxy_pass http://"
                                    + names.get(0)
                                    + ":8000");
                }
                String host = m.group(2);
                if (!names.contains(host) || (groups.contains(host) && m.group(3) == null)) {
                    continue;
                }
                if (groups.contains(host)) {
                    return refused(
                            where(d)
                                    + " means "
                                    + host
                                    + ":"
                                    + m.group(3)
                                    + ", while an upstream has the same name without a port. Write"
                                    + " proxy_pass http://"
                                    + host
                                    + ", which uses the upstream");
                }
                if (d.blocks().contains("stream")) {
                    return refused(
                            where(d)
                                    + " stands in a stream block. Write the name without a"
                                    + " variable");
                }
                pinned.add(host + ":" + port(m));
            }
        }
        Optional<String> directory =
                config.directives().stream()
                        .filter(
                                d ->
                                        d.name().equals("include")
                                                && d.blocks().equals(List.of("http")))
                        .flatMap(d -> d.argument(0).stream())
                        .map(INCLUDE::matcher)
                        .filter(Matcher::matches)
                        .map(m -> m.group(1))
                        .findFirst();
        if (!pinned.isEmpty() && directory.isEmpty()) {
            return refused(
                    "it asks the name server for "
                            + String.join(", ", pinned)
                            + " through a variable, and its http block includes no directory that"
                            + " this could be steered by. Write the name without a variable, such"
                            + " as proxy_pass http://"
                            + pinned.iterator().next()
                            + ", or add include /etc/nginx/conf.d/*.conf; to the http block");
        }
        return new NginxSteering(pinned, directory, Optional.empty());
    }

    /** The ports at which web is asked for, under any of its names. */
    static Set<Integer> ports(NginxConfig config, List<String> names) {
        Map<String, List<String>> values = values(config);
        Set<Integer> ports = new TreeSet<>();
        for (NginxConfig.Directive d : config.directives()) {
            boolean upstream =
                    d.name().equals("server")
                            && !d.block().isEmpty()
                            && d.block().get(0).equals("upstream");
            if (!upstream && !PASSES.contains(d.name())) {
                continue;
            }
            for (String value : expand(d.argument(0).orElse(""), values, 0)) {
                Matcher m = AUTHORITY.matcher(value);
                if (m.matches() && names.contains(m.group(2))) {
                    ports.add(Integer.parseInt(port(m)));
                }
            }
        }
        return ports;
    }

    private static String port(Matcher authority) {
        boolean tls = "https".equals(authority.group(1)) || "grpcs".equals(authority.group(1));
        return authority.group(3) == null ? (tls ? "443" : "80") : authority.group(3);
    }

    /** The file that makes the names known upstreams. */
    NginxCommands.Extra extra() {
        if (pinned.isEmpty()) {
            return NginxCommands.Extra.NONE;
        }
        StringBuilder text = new StringBuilder("# erp-pipeline: there while this is loaded\n");
        text.append("server {\n    listen ").append(NOWHERE).append(";\n");
        int i = 0;
        for (String one : pinned) {
            text.append("    location /").append(i).append(" { proxy_pass http://");
            text.append(one).append("; }\n");
            i++;
        }
        return new NginxCommands.Extra(
                directory.orElseThrow() + "/" + FILE, text.append("}\n").toString());
    }

    /** Whether a host that only a request can tell all of may be one of the names. */
    private static boolean couldBe(String host, List<String> names) {
        List<String> known = List.of(host.split(UNKNOWN, -1));
        Pattern any =
                Pattern.compile(
                        known.stream().map(Pattern::quote).collect(Collectors.joining(".*")));
        return known.size() > 1 && names.stream().anyMatch(n -> any.matcher(n).matches());
    }

    private static NginxSteering refused(String why) {
        return new NginxSteering(Set.of(), Optional.empty(), Optional.of(why));
    }

    private static String where(NginxConfig.Directive d) {
        return "\"" + String.join(" ", d.words()) + ";\" in " + d.file();
    }

    private static String host(String target) {
        return target.replaceFirst(":[0-9]+$", "");
    }

    /** Everything a variable is set to anywhere, by {@code set} or {@code map}. */
    private static Map<String, List<String>> values(NginxConfig config) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (NginxConfig.Directive d : config.directives()) {
            if (d.name().equals("set") && d.words().size() == 3) {
                put(values, d.words().get(1), d.words().get(2));
            } else if (!d.block().isEmpty()
                    && d.block().get(0).equals("map")
                    && d.block().size() == 3
                    && d.words().size() == 2) {
                put(values, d.block().get(2), d.words().get(1));
            }
        }
        return values;
    }

    private static void put(Map<String, List<String>> values, String variable, String value) {
        values.computeIfAbsent(variable.replaceFirst("^\\$", ""), k -> new ArrayList<>())
                .add(value);
    }

    private static Set<String> expand(String text, Map<String, List<String>> values, int depth) {
        Matcher m = VARIABLE.matcher(text);
        if (!m.find()) {
            return Set.of(text);
        }
        String name = m.group(1) == null ? m.group(2) : m.group(1);
        List<String> found =
                depth > MOST
                        ? List.of(UNKNOWN)
                        : values.getOrDefault(name, List.of(PATHS.contains(name) ? "/" : UNKNOWN));
        Set<String> all = new LinkedHashSet<>();
        for (String value : found) {
            String one = text.substring(0, m.start()) + value + text.substring(m.end());
            all.addAll(expand(one, values, depth + 1));
            if (all.size() > MOST) {
                return Set.of(UNKNOWN);
            }
        }
        return all;
    }
}
