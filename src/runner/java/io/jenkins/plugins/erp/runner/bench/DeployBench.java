package io.jenkins.plugins.erp.runner.bench;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.Strategy;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.host.HostException;
import io.jenkins.plugins.erp.runner.host.TestHost;
import io.jenkins.plugins.erp.runner.load.LoadClient;
import io.jenkins.plugins.erp.runner.load.LoadProfile;
import io.jenkins.plugins.erp.runner.load.Traffic;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the contestants one after the other on the same stack, each under the same load. */
public final class DeployBench {
    private static final Duration LEAD = Duration.ofSeconds(1);
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final Duration UP = Duration.ofSeconds(120);

    private final BenchOptions options;
    private final Console console;
    private final List<Trial> trials = new ArrayList<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();

    /** With options, told to a console; nothing is started yet. */
    public DeployBench(BenchOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    /** The contestants there are, in the order in which they run. */
    static List<Contestant> contestants(BenchStack stack) {
        return List.of(
                new PlanOrder(stack),
                new PlainUp(stack),
                new ScaleByHand(stack),
                new Product(stack, Strategy.ROLLING, "rolling"),
                new Product(stack, Strategy.BLUE_GREEN, "blueGreen"));
    }

    /**
     * Brings up what is missing, measures, and removes its stack whatever happens.
     *
     * @return what came of it, ready to be shown
     */
    public BenchReport run()
            throws ConfigException, OperationException, IOException, InterruptedException {
        Path state = TestHost.defaultState(options.environment());
        TestHost.Reached reached;
        try {
            reached = new TestHost(state, options.home()).up(console);
        } catch (HostException e) {
            throw new OperationException(
                    Outcome.FAILED, Words.text("not.up", String.valueOf(e.getMessage())), e);
        }
        try (BenchStack stack =
                new BenchStack(
                        reached,
                        BenchStack.NAMES,
                        options.home(),
                        state.resolve("bench"),
                        options.environment(),
                        console)) {
            return new BenchReport(measure(stack));
        } catch (ShellException e) {
            throw new OperationException(Outcome.FAILED, e.getMessage(), e);
        }
    }

    private BenchResult measure(BenchStack stack)
            throws ConfigException,
                    OperationException,
                    ShellException,
                    IOException,
                    InterruptedException {
        Instant began = Instant.now();
        List<Contestant> chosen =
                contestants(stack).stream().filter(c -> options.wants(c.name())).toList();
        Map<String, List<String>> does = new LinkedHashMap<>();
        chosen.forEach(c -> does.put(c.name(), c.does()));
        console.info(Words.text("building"));
        stack.build(options.home());
        Traffic.Report control = control(stack);
        for (int round = 1; round <= options.rounds(); round++) {
            for (Contestant contestant : chosen) {
                if (!skipped.containsKey(contestant.name())) {
                    round(stack, contestant, round);
                }
            }
        }
        return new BenchResult(
                began,
                machine(),
                options.rate(),
                options.rounds(),
                control,
                does,
                chosen.stream().filter(Contestant::product).map(Contestant::name).toList(),
                trials,
                skipped);
    }

    private Traffic.Report control(BenchStack stack)
            throws ConfigException,
                    OperationException,
                    ShellException,
                    IOException,
                    InterruptedException {
        console.info(Words.text("control", options.control().toSeconds(), options.rate()));
        begin(stack, new PlanOrder(stack));
        Traffic.Report report;
        try (Traffic client = new LoadClient(stack.base(), options.rate(), stack.asks())) {
            client.start();
            Thread.sleep(options.control().toMillis());
            report = client.stop();
        }
        String line = Words.text("requests", report.asked(), report.failed());
        line += ", " + Words.text("times", report.percentile(50), report.percentile(99));
        console.print(report.failed() == 0 ? Console.Level.GOOD : Console.Level.WARN, "  " + line);
        report.failures().forEach(f -> console.detail("      " + f));
        if (report.failed() > 0) {
            console.warn(Words.text("busy"));
        }
        return report;
    }

    private void begin(BenchStack stack, Contestant contestant)
            throws ConfigException,
                    OperationException,
                    ShellException,
                    IOException,
                    InterruptedException {
        stack.reset();
        contestant.begin(BenchStack.OLD);
        if (!stack.answers(UP)) {
            throw new OperationException(
                    Outcome.FAILED, contestant.name() + ": " + Words.text("never.answers"));
        }
        stack.fill();
    }

    private void round(BenchStack stack, Contestant contestant, int round)
            throws IOException, ShellException, InterruptedException {
        console.info(Words.text("round", contestant.name(), round, options.rounds()));
        try {
            begin(stack, contestant);
            trial(stack, contestant, round, Trial.Kind.DEPLOY);
            mend(stack, contestant);
            trial(stack, contestant, round, Trial.Kind.ROLLBACK);
            if (options.broken()) {
                mend(stack, contestant);
                trial(stack, contestant, round, Trial.Kind.BROKEN);
            }
        } catch (ConfigException | OperationException | ShellException e) {
            console.error("  " + contestant.name() + ": " + e.getMessage());
            skipped.put(contestant.name(), String.valueOf(e.getMessage()));
        }
    }

    /** Not measured: what a person has to do so that the next measurement has something to lose. */
    private void mend(BenchStack stack, Contestant contestant)
            throws OperationException, ShellException, InterruptedException {
        if (stack.answers(Duration.ofSeconds(5))) {
            return;
        }
        console.warn("  " + Words.text("restarted", contestant.name()));
        stack.restartProxy();
        if (!stack.answers(UP)) {
            throw new OperationException(Outcome.FAILED, Words.text("never.answers"));
        }
    }

    private void trial(BenchStack stack, Contestant contestant, int round, Trial.Kind kind)
            throws ConfigException,
                    OperationException,
                    ShellException,
                    IOException,
                    InterruptedException {
        Stopwatch stopwatch = new Stopwatch();
        List<Serving.Seen> seen = Collections.synchronizedList(new ArrayList<>());
        LoadProfile profile = LoadProfile.of(stack.base(), options.rate(), stack.asks());
        LoadClient.Watcher watcher =
                (sample, body) ->
                        seen.add(
                                Serving.Seen.of(
                                        sample.atMillis() + sample.millis(), sample.good(), body));
        try (Traffic client = new LoadClient(profile, watcher)) {
            client.start();
            Thread.sleep(LEAD.toMillis());
            long from = System.nanoTime();
            long fromMillis = System.currentTimeMillis();
            Contestant.Done done =
                    switch (kind) {
                        case DEPLOY -> contestant.deploy(BenchStack.NEW, stopwatch);
                        case ROLLBACK -> contestant.rollback(BenchStack.OLD, stopwatch);
                        case BROKEN -> contestant.deploy(BenchStack.BROKEN, stopwatch);
                    };
            long to = System.nanoTime();
            Thread.sleep(SETTLE.toMillis());
            Traffic.Report report = client.stop();
            Trial trial =
                    new Trial(
                            contestant.name(),
                            kind,
                            round,
                            (to - from) / 1e9,
                            Serving.seconds(seen, fromMillis),
                            report,
                            done,
                            stack.answers(Duration.ofSeconds(1)),
                            TimeSpent.of(stopwatch.spans(), from, to),
                            stopwatch.phases(from, to),
                            stopwatch.spans());
            trials.add(trial);
            tell(trial);
        }
    }

    private void tell(Trial trial) {
        Traffic.Report traffic = trial.traffic();
        console.print(
                traffic.failed() == 0 ? Console.Level.GOOD : Console.Level.WARN,
                "  "
                        + Words.of(trial.kind())
                        + ": "
                        + Words.seconds(trial.seconds())
                        + " s, "
                        + Words.text("requests", traffic.asked(), traffic.failed())
                        + ", "
                        + Words.text("gap", traffic.longestGapMillis()));
        traffic.failures().forEach(f -> console.detail("      " + f));
        if (!trial.done().ok()) {
            console.info("    " + trial.done().note().lines().findFirst().orElse(""));
            trial.done().note().lines().forEach(l -> console.detail("      " + l));
        }
    }

    private static String machine() throws InterruptedException {
        String engine;
        try {
            LocalShell shell = new LocalShell();
            engine =
                    "Docker "
                            + shell.run(
                                            Command.of(
                                                    "docker",
                                                    "version",
                                                    "--format",
                                                    "{{.Server.Version}}"))
                                    .stdout()
                                    .strip()
                            + ", Compose "
                            + shell.run(Command.of("docker", "compose", "version", "--short"))
                                    .stdout()
                                    .strip();
        } catch (ShellException e) {
            engine = "?";
        }
        return Runtime.getRuntime().availableProcessors()
                + " processors, "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch")
                + ", "
                + engine;
    }
}
