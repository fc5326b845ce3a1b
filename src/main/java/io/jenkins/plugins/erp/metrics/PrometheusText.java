package io.jenkins.plugins.erp.metrics;

import io.jenkins.plugins.erp.history.OperationEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Figures in Prometheus' text exposition format, version 0.0.4.
 *
 * <p>Counts and durations are over all operations that are remembered; what is over a window of
 * days carries the label {@code window}. A figure that does not exist, such as a ratio without
 * changes, has no line.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">exposition
 *     formats</a>
 */
public final class PrometheusText {
    /** The header Content-Type of the text. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    private PrometheusText() {}

    /** One sample: labels in order, and a value. */
    private record Sample(String suffix, Map<String, String> labels, double value) {}

    /** The whole text. */
    public static String of(List<OperationEntry> entries, Instant now) {
        List<Course> courses = Course.all(entries, now);
        PrometheusText page = new PrometheusText();
        page.operations(courses);
        page.windows(courses, now);
        page.state(courses);
        return page.text.toString();
    }

    private void operations(List<Course> courses) {
        family(
                "erp_deployments_total",
                "counter",
                "Deploys that ended, by outcome.",
                each(courses, c -> outcomes(c, "deploy")));
        family(
                "erp_rollbacks_total",
                "counter",
                "Rollbacks that ended, by outcome.",
                each(courses, c -> outcomes(c, "rollback")));
        family(
                "erp_deployment_duration_seconds",
                "summary",
                "Time that successful deploys took.",
                each(courses, c -> summary(c, "deploy")));
        family(
                "erp_rollback_duration_seconds",
                "summary",
                "Time that successful rollbacks took.",
                each(courses, c -> summary(c, "rollback")));
    }

    private void windows(List<Course> courses, Instant now) {
        Map<Duration, List<Figures>> all = new TreeMap<>();
        for (Duration window : Figures.WINDOWS) {
            all.put(window, courses.stream().map(c -> c.figures(now, window)).toList());
        }
        gauge(
                all,
                "erp_deployments_per_day",
                "Successful deploys a day.",
                f -> List.of(sample(labels(f), f.deploysPerDay())));
        gauge(
                all,
                "erp_change_failure_ratio",
                "Deploys that failed or were rolled back, among all that were done or tried.",
                f -> optional(labels(f), f.changeFailureRatio()));
        gauge(
                all,
                "erp_lead_time_seconds",
                "Time from a commit to the end of its first successful deploy.",
                f -> {
                    List<Sample> samples = new ArrayList<>();
                    samples.addAll(
                            optional(
                                    with(labels(f), "percentile", "50"),
                                    seconds(f.leadTime().median())));
                    samples.addAll(
                            optional(
                                    with(labels(f), "percentile", "90"),
                                    seconds(f.leadTime().p90())));
                    return samples;
                });
        gauge(
                all,
                "erp_time_to_restore_seconds",
                "Median time from a failed deploy to the next good state.",
                f -> optional(labels(f), seconds(f.timeToRestore().median())));
        gauge(
                all,
                "erp_unrestored_deployments",
                "Failed deploys after which nothing good has come yet.",
                f -> List.of(sample(labels(f), f.unrestored())));
    }

    private void state(List<Course> courses) {
        family(
                "erp_current_release_info",
                "gauge",
                "The release that serves; always 1.",
                each(
                        courses,
                        c ->
                                c.current().isEmpty()
                                        ? List.of()
                                        : List.of(
                                                sample(
                                                        with(labels(c), "release", c.current()),
                                                        1))));
        family(
                "erp_last_deployment_timestamp_seconds",
                "gauge",
                "When the last successful deploy ended, in seconds since 1970.",
                each(
                        courses,
                        c ->
                                c.lastDeployment()
                                        .map(
                                                t ->
                                                        List.of(
                                                                sample(
                                                                        labels(c),
                                                                        t.toEpochMilli() / 1000.0)))
                                        .orElse(List.of())));
    }

    private static List<Sample> outcomes(Course course, String kind) {
        return course.outcomes(kind, e -> true).entrySet().stream()
                .map(
                        e ->
                                sample(
                                        with(
                                                labels(course),
                                                "outcome",
                                                e.getKey().toLowerCase(Locale.ROOT)),
                                        e.getValue()))
                .toList();
    }

    private static List<Sample> summary(Course course, String kind) {
        Spread times = Course.times(course.successful(kind, e -> true));
        if (times.count() == 0) {
            return List.of();
        }
        Map<String, String> labels = labels(course);
        return List.of(
                sample(with(labels, "quantile", "0.5"), seconds(times.median()).getAsDouble()),
                sample(with(labels, "quantile", "0.9"), seconds(times.p90()).getAsDouble()),
                new Sample("_sum", labels, times.sum().toMillis() / 1000.0),
                new Sample("_count", labels, times.count()));
    }

    private void gauge(
            Map<Duration, List<Figures>> all,
            String name,
            String help,
            Function<Figures, List<Sample>> samples) {
        family(
                name,
                "gauge",
                help,
                all.values().stream()
                        .flatMap(List::stream)
                        .map(samples)
                        .flatMap(List::stream)
                        .toList());
    }

    private void family(String name, String type, String help, List<Sample> samples) {
        if (samples.isEmpty()) {
            return;
        }
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        for (Sample sample : samples) {
            text.append(name).append(sample.suffix()).append('{');
            String separator = "";
            for (Map.Entry<String, String> label : sample.labels().entrySet()) {
                text.append(separator).append(label.getKey()).append("=\"");
                text.append(escaped(label.getValue())).append('"');
                separator = ",";
            }
            text.append("} ").append(number(sample.value())).append('\n');
        }
    }

    private static List<Sample> each(List<Course> courses, Function<Course, List<Sample>> samples) {
        return courses.stream().map(samples).flatMap(List::stream).toList();
    }

    private static Sample sample(Map<String, String> labels, double value) {
        return new Sample("", labels, value);
    }

    private static List<Sample> optional(Map<String, String> labels, OptionalDouble value) {
        return value.isPresent() ? List.of(sample(labels, value.getAsDouble())) : List.of();
    }

    private static OptionalDouble seconds(Optional<Duration> time) {
        return time.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(time.get().toMillis() / 1000.0);
    }

    private static Map<String, String> labels(Course course) {
        return new TreeMap<>(Map.of("app", course.app(), "environment", course.environment()));
    }

    private static Map<String, String> labels(Figures figures) {
        return new TreeMap<>(
                Map.of(
                        "app",
                        figures.app(),
                        "environment",
                        figures.environment(),
                        "window",
                        figures.window().toDays() + "d"));
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        Map<String, String> more = new TreeMap<>(labels);
        more.put(name, value);
        return more;
    }

    /** As the format wants a label's value. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
