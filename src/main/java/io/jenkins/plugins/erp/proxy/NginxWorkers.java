package io.jenkins.plugins.erp.proxy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Nginx's worker processes as {@code docker top C -eo pid,args} lists them.
 *
 * @param workers process id to whether it is shutting down
 */
record NginxWorkers(Map<String, Boolean> workers) {
    private static final Pattern LINE =
            Pattern.compile("\\s*([0-9]+)\\s+nginx: worker process(.*)");

    static NginxWorkers parse(String text) {
        Map<String, Boolean> workers = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            Matcher m = LINE.matcher(line);
            if (m.matches()) {
                workers.put(m.group(1), m.group(2).contains("shutting down"));
            }
        }
        return new NginxWorkers(workers);
    }

    Set<String> ids() {
        return workers.keySet();
    }

    /** How many of those from before are left. */
    int left(Set<String> before) {
        return (int) workers.keySet().stream().filter(before::contains).count();
    }

    /** Whether none of those from before the reload is left, and there are others. */
    boolean replaced(Set<String> before) {
        return workers.keySet().stream().noneMatch(before::contains) && !workers.isEmpty();
    }

    /** Whether those from before that are left have been told to finish. */
    boolean onlyFinishing(Set<String> before) {
        return workers.entrySet().stream()
                .filter(e -> before.contains(e.getKey()))
                .allMatch(Map.Entry::getValue);
    }
}
