package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.demo.Demo;
import io.jenkins.plugins.erp.runner.demo.DemoOptions;
import io.jenkins.plugins.erp.runner.demo.DemoPlace;
import io.jenkins.plugins.erp.runner.demo.DemoRecord;
import io.jenkins.plugins.erp.runner.demo.DemoTable;
import io.jenkins.plugins.erp.runner.demo.HtmlReport;
import io.jenkins.plugins.erp.runner.demo.Places;
import io.jenkins.plugins.erp.runner.jenkins.TryJenkins;
import io.jenkins.plugins.erp.runner.jenkinsfile.JenkinsfileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code erp demo}. */
@Command(name = "demo")
final class DemoCommand extends BaseCommand {
    private static final List<String> KINDS = List.of("image", "migration", "health", "config");

    @Option(names = "--simulate")
    private boolean simulate;

    @Option(names = "--break", paramLabel = "image|migration|health|config")
    private String breaking;

    @Option(names = "--down")
    private boolean down;

    @Option(names = "--stop")
    private boolean stop;

    DemoCommand(Io io) {
        super(io);
    }

    @Override
    Shown run(TerminalConsole console)
            throws ConfigException,
                    OperationException,
                    JenkinsfileException,
                    IOException,
                    InterruptedException {
        if (breaking != null && !KINDS.contains(breaking)) {
            throw new ConfigException(
                    "--break is one of " + String.join(", ", KINDS) + ", not \"" + breaking + "\"");
        }
        Path home = Path.of(System.getProperty("erp.home", "")).toAbsolutePath().normalize();
        if (down || (stop && !simulate)) {
            // it deploys to the host that goes now
            new TryJenkins(home, io().environment(), console).end();
        }
        if (down) {
            Places.choose(home, true, io().environment()).down(console);
            if (!simulate) {
                Places.real(home, io().environment()).down(console);
            }
            console.good(text("demo.down.done"));
            return new Shown(Outcome.DONE, Map.of("outcome", "DONE"));
        }
        DemoPlace place = Places.choose(home, simulate, io().environment());
        if (stop) {
            place.stop(console);
            console.good(text("demo.stop.done"));
            return new Shown(Outcome.DONE, Map.of("outcome", "DONE"));
        }
        DemoRecord record =
                new Demo(
                                place,
                                new DemoOptions(
                                        home, Optional.ofNullable(breaking), io().environment()),
                                console)
                        .run();
        Files.createDirectories(place.state());
        Path report = place.state().resolve("report.html");
        Files.writeString(report, HtmlReport.of(record));
        DemoTable.print(record, report, console);
        return new Shown(record.outcome(), record.toMap());
    }
}
