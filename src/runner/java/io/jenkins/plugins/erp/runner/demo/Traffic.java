package io.jenkins.plugins.erp.runner.demo;

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
        boolean good() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * What came back.
     *
     * @param asked requests sent
     * @param failed those without a good answer
     * @param longestGapMillis longest time between two good answers
     * @param samples one by one where they were measured, oldest first
     * @param failures the first few failures for people
     */
    record Report(
            int asked,
            int failed,
            long longestGapMillis,
            List<Sample> samples,
            List<String> failures) {

        /** When nothing was asked. */
        static final Report NONE = new Report(0, 0, 0, List.of(), List.of());

        /** Copies. */
        public Report {
            samples = List.copyOf(samples);
            failures = List.copyOf(failures);
        }

        /** From single requests. */
        static Report of(List<Sample> samples, List<String> failures) {
            long gap = 0;
            long lastGood = -1;
            int failed = 0;
            for (Sample sample : samples) {
                if (!sample.good()) {
                    failed++;
                    continue;
                }
                long end = sample.atMillis() + sample.millis();
                if (lastGood >= 0) {
                    gap = Math.max(gap, end - lastGood);
                }
                lastGood = Math.max(lastGood, end);
            }
            return new Report(samples.size(), failed, gap, samples, failures);
        }

        /** Milliseconds that so many percent of the good answers came within; 0 without any. */
        int percentile(int percent) {
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

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("asked", asked);
            map.put("failed", failed);
            map.put("longestGapMillis", longestGapMillis);
            map.put("p50Millis", percentile(50));
            map.put("p99Millis", percentile(99));
            map.put("failures", failures);
            return map;
        }
    }
}
