package io.jenkins.plugins.erp.runner.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client that keeps asking while releases come and go. */
public interface Traffic extends AutoCloseable {

    /** Begins to ask. */
    void start();

    /** Stops asking and says what came back. */
    Report stop() throws InterruptedException;

    @Override
    void close();

    /**
     * One request.
     *
     * @param atMillis since the epoch, when it was sent
     * @param method GET or POST
     * @param status 0 when no answer came
     * @param millis until the whole answer was there
     */
    record Sample(long atMillis, String method, int status, int millis) {
        /** Whether it was answered as a person would want. */
        public boolean good() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * What came back.
     *
     * @param asked requests sent
     * @param failed those without a good answer
     * @param longestGapMillis longest time without a good answer
     * @param again requests whose kept connection the server closed before any of the answer came,
     *     and that were asked a second time on a new one
     * @param samples one by one where they were measured, oldest first
     * @param failures what failed and why, for people, oldest first; bounded
     */
    record Report(
            int asked,
            int failed,
            long longestGapMillis,
            int again,
            List<Sample> samples,
            List<String> failures) {

        /** When nothing was asked. */
        public static final Report NONE = new Report(0, 0, 0, 0, List.of(), List.of());

        /** Copies. */
        public Report {
            samples = List.copyOf(samples);
            failures = List.copyOf(failures);
        }

        /** From single requests, oldest first; the gap is one between good answers. */
        public static Report of(List<Sample> samples, List<String> failures) {
            return of(samples, failures, 0, -1, -1);
        }

        /**
         * From single requests, oldest first.
         *
         * @param again requests that were asked a second time
         * @param from when asking began, in ms since the epoch: a gap may begin there; -1: it is
         *     not looked at
         * @param to when asking ended: a gap may end there; -1: it is not looked at
         */
        public static Report of(
                List<Sample> samples, List<String> failures, int again, long from, long to) {
            long gap = 0;
            long lastGood = from;
            int failed = 0;
            List<Long> ends = new ArrayList<>();
            for (Sample sample : samples) {
                if (sample.good()) {
                    ends.add(sample.atMillis() + sample.millis());
                } else {
                    failed++;
                }
            }
            // in the order in which they came: a slow answer must not hide those before it
            ends.sort(null);
            for (long end : ends) {
                if (lastGood >= 0) {
                    gap = Math.max(gap, end - lastGood);
                }
                lastGood = end;
            }
            if (to >= 0 && lastGood >= 0) {
                gap = Math.max(gap, to - lastGood);
            }
            return new Report(samples.size(), failed, gap, again, samples, failures);
        }

        /** Milliseconds that so many percent of the good answers came within; 0 without any. */
        public int percentile(int percent) {
            List<Integer> times =
                    new ArrayList<>(
                            samples.stream()
                                    .filter(Sample::good)
                                    .map(Sample::millis)
                                    .sorted()
                                    .toList());
            return times.isEmpty()
                    ? 0
                    : times.get(Math.min(times.size() - 1, times.size() * percent / 100));
        }

        /** For {@code --json}. */
        public Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("asked", asked);
            map.put("failed", failed);
            map.put("longestGapMillis", longestGapMillis);
            map.put("askedAgain", again);
            map.put("p50Millis", percentile(50));
            map.put("p99Millis", percentile(99));
            map.put("failures", failures.stream().limit(20).toList());
            return map;
        }
    }
}
