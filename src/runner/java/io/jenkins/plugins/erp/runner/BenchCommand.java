package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.bench.BenchOptions;
import io.jenkins.plugins.erp.runner.bench.BenchReport;
import io.jenkins.plugins.erp.runner.bench.DeployBench;
import io.jenkins.plugins.erp.runner.faults.FaultBench;
import io.jenkins.plugins.erp.runner.faults.FaultOptions;
import io.jenkins.plugins.erp.runner.faults.FaultRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code erp bench}: what can be measured. */
@Command(name = "bench")
final class BenchCommand implements Runnable {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Option(names = "--lang", paramLabel = "en|zh_CN")
    private String language;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true)
    private boolean help;

    /** With its measurements as commands of its own. */
    static CommandLine line(Io io) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new Deploy(io))
                .addSubcommand(new Faults(io));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code erp bench deploy}. */
    @Command(name = "deploy")
    static final class Deploy extends BaseCommand {
        @Option(names = "--rounds", paramLabel = "N", defaultValue = "1")
        private int rounds;

        @Option(names = "--rate", paramLabel = "N", defaultValue = "200")
        private int rate;

        @Option(names = "--only", paramLabel = "NAME", split = ",")
        private List<String> only;

        @Option(names = "--no-broken")
        private boolean noBroken;

        @Option(names = "--report", paramLabel = "FILE")
        private Path report;

        Deploy(Io io) {
            super(io);
        }

        @Override
        Shown run(TerminalConsole console)
                throws ConfigException, OperationException, IOException, InterruptedException {
            List<String> chosen = only == null ? List.of() : only;
            for (String name : chosen) {
                if (!BenchOptions.CONTESTANTS.contains(name)) {
                    throw new ConfigException(
                            "--only is one of "
                                    + String.join(", ", BenchOptions.CONTESTANTS)
                                    + ", not \""
                                    + name
                                    + "\"");
                }
            }
            if (rounds < 1 || rounds > 20 || rate < 1 || rate > 1000) {
                throw new ConfigException("--rounds is 1 to 20, --rate is 1 to 1000");
            }
            BenchReport result =
                    new DeployBench(
                                    new BenchOptions(
                                            Path.of(System.getProperty("erp.home", ""))
                                                    .toAbsolutePath()
                                                    .normalize(),
                                            io().environment(),
                                            rounds,
                                            rate,
                                            Duration.ofSeconds(10),
                                            chosen,
                                            !noBroken),
                                    console)
                            .run();
            result.print(console);
            if (report != null) {
                Path file = directory().resolve(report);
                if (file.getParent() != null) {
                    Files.createDirectories(file.getParent());
                }
                Files.writeString(file, result.markdown());
                console.good(text("bench.report", file));
            }
            Map<String, Object> json = result.toMap();
            return new Shown(result.good() ? Outcome.DONE : Outcome.UNSTABLE, json);
        }
    }

    /** {@code erp bench faults}. */
    @Command(name = "faults")
    static final class Faults extends BaseCommand {
        @Option(names = "--rate", paramLabel = "N", defaultValue = "20")
        private int rate;

        @Option(names = "--only", paramLabel = "NAME", split = ",")
        private List<String> only;

        @Option(names = "--seed", paramLabel = "N", defaultValue = "1")
        private long seed;

        @Option(names = "--report", paramLabel = "FILE")
        private Path report;

        @Option(names = "--keep")
        private boolean keep;

        Faults(Io io) {
            super(io);
        }

        @Override
        Shown run(TerminalConsole console)
                throws ConfigException, OperationException, IOException, InterruptedException {
            if (rate < 1 || rate > 1000) {
                throw new ConfigException("--rate is 1 to 1000");
            }
            List<FaultRow> rows =
                    new FaultBench(
                                    new FaultOptions(
                                            Path.of(System.getProperty("erp.home", ""))
                                                    .toAbsolutePath()
                                                    .normalize(),
                                            io().environment(),
                                            rate,
                                            only == null ? List.of() : only,
                                            seed,
                                            Optional.ofNullable(report).map(directory()::resolve),
                                            keep),
                                    console)
                            .run();
            List<FaultRow> bad = rows.stream().filter(r -> !r.wrong().isEmpty()).toList();
            String line = text("bench.faults", rows.size() - bad.size(), rows.size());
            console.print(bad.isEmpty() ? Console.Level.GOOD : Console.Level.WARN, line);
            if (report != null) {
                console.good(text("bench.report", directory().resolve(report)));
            }
            return new Shown(
                    bad.isEmpty() ? Outcome.DONE : Outcome.FAILED,
                    Map.of(
                            "outcome",
                            (bad.isEmpty() ? Outcome.DONE : Outcome.FAILED).name(),
                            "rows",
                            rows));
        }
    }
}
