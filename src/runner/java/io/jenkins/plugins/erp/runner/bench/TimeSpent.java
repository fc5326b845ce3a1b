package io.jenkins.plugins.erp.runner.bench;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the seconds of a stretch of time went; commands that ran at once count once.
 *
 * @param seconds altogether
 * @param docker at least one docker command ran: docker's and the application's time
 * @param other no docker command ran, but another command on the host
 * @param none nothing ran on the host: pauses and the product itself
 */
record TimeSpent(double seconds, double docker, double other, double none) {

    /** What is neither docker's nor the application's. */
    double own() {
        return other + none;
    }

    /** Of a stretch from one moment to another, in nanoseconds. */
    static TimeSpent of(List<CommandSpan> spans, long from, long to) {
        double whole = Math.max(0, to - from) / 1e9;
        double docker = covered(spans.stream().filter(CommandSpan::docker).toList(), from, to);
        double any = covered(spans, from, to);
        return new TimeSpent(whole, docker, any - docker, whole - any);
    }

    private static double covered(List<CommandSpan> spans, long from, long to) {
        long sum = 0;
        long until = from;
        for (CommandSpan span :
                spans.stream().sorted(Comparator.comparingLong(CommandSpan::begin)).toList()) {
            long begin = Math.max(until, span.begin());
            long end = Math.min(to, span.end());
            if (end > begin) {
                sum += end - begin;
                until = end;
            }
        }
        return sum / 1e9;
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("seconds", rounded(seconds));
        map.put("docker", rounded(docker));
        map.put("otherCommands", rounded(other));
        map.put("noCommand", rounded(none));
        map.put("own", rounded(own()));
        return map;
    }

    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
