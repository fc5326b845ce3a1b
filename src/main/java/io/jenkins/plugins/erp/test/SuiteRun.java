package io.jenkins.plugins.erp.test;

import io.jenkins.plugins.erp.config.TestConfig;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.OneOffContainer;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.report.JUnitXml;
import io.jenkins.plugins.erp.report.ReportException;
import io.jenkins.plugins.erp.report.TestSummary;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.CommandTimedOutException;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Runs one suite in a container of its own and reads its report back. */
final class SuiteRun {
    /** A person waiting is told no more often than this. */
    private static final Duration PROGRESS = Duration.ofSeconds(15);

    private static final Duration TO_WRITE_REPORT = Duration.ofSeconds(20);

    private final OperationContext context;
    private final Containers containers;
    private final boolean measure;
    private final String data;

    /**
     * With what all suites share.
     *
     * @param measure whether coverage is measured
     * @param data directory in the workspace for the suites' coverage data
     */
    SuiteRun(OperationContext context, Containers containers, boolean measure, String data) {
        this.context = context;
        this.containers = containers;
        this.measure = measure;
        this.data = data;
    }

    SuiteResult run(
            String name, TestConfig.Suite suite, String network, Map<String, String> environment)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(Pytest.environment());
        context.console().info("Suite " + name + ": started");
        OneOffContainer container =
                containers.create(
                        name,
                        network,
                        all,
                        Optional.empty(),
                        "python3",
                        Pytest.arguments(name, suite, context.config().test().coverage(), measure));
        SuiteResult result;
        try {
            CommandResult ended =
                    context.shell()
                            .run(container.startAttached(suite.timeout()), output(name, start));
            result = read(name, container, ended.exitCode(), ended.tail(), start);
        } catch (CommandTimedOutException e) {
            result = timedOut(name, suite, container, start);
        }
        if (measure) {
            containers.fetch(
                    container, TestFiles.IN_COVERAGE, data + "/" + CoverageRun.dataFile(name));
        }
        print(result);
        return result;
    }

    private Output output(String name, long start) {
        Output full = context.console().output(name + " | ");
        AtomicInteger shown = new AtomicInteger();
        AtomicLong last = new AtomicLong(start);
        return (stream, line) -> {
            full.line(stream, line);
            Optional<Integer> percent = Pytest.progress(line);
            long now = System.nanoTime();
            if (percent.isPresent()
                    && percent.get() > shown.get()
                    && percent.get() < 100
                    && now - last.get() > PROGRESS.toNanos()) {
                shown.set(percent.get());
                last.set(now);
                context.console().info("Suite " + name + ": " + percent.get() + " %");
            }
        };
    }

    private SuiteResult read(
            String name, OneOffContainer container, int exitCode, List<String> tail, long start)
            throws ShellException, IOException, InterruptedException {
        String file = TestFiles.junit(name);
        Optional<TestSummary> report = Optional.empty();
        String unread = "it wrote none";
        if (containers.fetch(container, TestFiles.IN_JUNIT, file)) {
            try (InputStream in = context.workspace().open(file)) {
                report = Optional.of(JUnitXml.read(file, in));
            } catch (ReportException e) {
                unread = e.getMessage();
            }
        }
        return Pytest.judge(name, exitCode, report, unread, tail, seconds(start));
    }

    /** SIGINT makes pytest write its report and say where it was. */
    private SuiteResult timedOut(
            String name, TestConfig.Suite suite, OneOffContainer container, long start)
            throws IOException, InterruptedException {
        context.console().warn("Suite " + name + ": time is up, it is being stopped");
        List<String> tail = List.of();
        try {
            context.shell().run(DockerCommands.kill("INT", container.name()));
            context.shell()
                    .run(DockerCommands.await(container.name()).withTimeout(TO_WRITE_REPORT));
            tail = context.shell().run(DockerCommands.logs(container.name(), 20)).tail();
        } catch (ShellException e) {
            context.console().detail("docker | " + e.getMessage());
        }
        SuiteResult read = read(name, container, -1, List.of(), start);
        return new SuiteResult(
                name,
                SuiteResult.Status.ERROR,
                -1,
                read.tests(),
                Optional.of(
                        "was stopped after its "
                                + suite.timeout().toSeconds()
                                + " s (test: suites: "
                                + name
                                + ": timeout in erp.yaml)"
                                + Pytest.lines(tail)),
                seconds(start));
    }

    private void print(SuiteResult result) {
        String line = "Suite " + result.name() + ": " + result.line();
        switch (result.status()) {
            case PASSED:
                context.console().good(line);
                break;
            case FAILED:
                context.console().error(line);
                break;
            default:
                context.console().error("Suite " + result.name() + ": could not be run in full");
                break;
        }
    }

    private static double seconds(long start) {
        return Math.round((System.nanoTime() - start) / 1e8) / 10.0;
    }
}
