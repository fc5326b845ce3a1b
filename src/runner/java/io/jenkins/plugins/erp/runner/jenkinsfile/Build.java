package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.report.TestSummary;
import io.jenkins.plugins.erp.shell.SecretMasker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One run of a Jenkinsfile: its result, variables, stages, secrets and console. */
final class Build {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final RunRequest request;
    private final Console console;
    private final Clock clock;
    private final long begin = System.nanoTime();
    private final Map<String, String> base;
    private final Map<String, String> overrides = Collections.synchronizedMap(new TreeMap<>());
    private final Map<String, Object> parameters =
            Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<StageRun> stages = Collections.synchronizedList(new ArrayList<>());
    private final List<Path> archived = Collections.synchronizedList(new ArrayList<>());
    private volatile SecretMasker masker = SecretMasker.NONE;
    private volatile boolean timestamps;
    private volatile String description = "";
    private BuildResult result = BuildResult.SUCCESS;
    private TestSummary tests = TestSummary.EMPTY;

    Build(RunRequest request, Console console, Clock clock) {
        this.request = request;
        this.console = console;
        this.clock = clock;
        this.base = new TreeMap<>(request.environment());
    }

    RunRequest request() {
        return request;
    }

    Clock clock() {
        return clock;
    }

    synchronized BuildResult result() {
        return result;
    }

    /** A result can only get worse. */
    synchronized void atLeast(BuildResult other) {
        result = result.worse(other);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    List<StageRun> stages() {
        return stages;
    }

    List<Path> archived() {
        return archived;
    }

    synchronized TestSummary tests() {
        return tests;
    }

    synchronized void add(TestSummary more) {
        tests = tests.plus(more);
    }

    String description() {
        return description;
    }

    void describe(String text) {
        description = text;
    }

    void timestamps() {
        timestamps = true;
    }

    /** Sets a variable for the rest of the build, as {@code env.NAME = 'x'} does. */
    void setVariable(String name, String value) {
        if (value == null) {
            overrides.remove(name);
        } else {
            overrides.put(name, value);
        }
    }

    /** All variables as a step sees them. */
    Map<String, String> environment(Context context) {
        Map<String, String> all = new TreeMap<>(base);
        parameters.forEach((k, v) -> all.put(k, String.valueOf(v)));
        synchronized (overrides) {
            all.putAll(overrides);
        }
        all.putAll(context.environment());
        return all;
    }

    /** From now on these are not to be seen. */
    synchronized void hide(Collection<String> secrets) {
        masker = masker.and(secrets);
    }

    SecretMasker masker() {
        return masker;
    }

    /** A console whose lines say which branch they come from. */
    Console console(Context context) {
        String branch = context.branch().isEmpty() ? "" : "[" + context.branch() + "] ";
        return (level, line) -> {
            String time = timestamps ? CLOCK.format(LocalTime.now(clock)) + " " : "";
            for (String one : masker.mask(line).split("\n", -1)) {
                console.print(level, time + branch + one);
            }
        };
    }
}
