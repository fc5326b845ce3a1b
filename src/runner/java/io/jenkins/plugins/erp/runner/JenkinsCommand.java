package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.runner.jenkins.JenkinsFiles;
import io.jenkins.plugins.erp.runner.jenkins.TryJenkins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code erp jenkins}. */
@Command(name = "jenkins")
final class JenkinsCommand extends BaseCommand {
    @Option(names = "--port", paramLabel = "PORT")
    private int port;

    @Option(names = "--build", paramLabel = "v1|v2", arity = "0..1", fallbackValue = "v1")
    private String build;

    @Option(names = "--keep")
    private boolean keep;

    @Option(names = "--stop")
    private boolean stop;

    @Option(names = "--down")
    private boolean down;

    JenkinsCommand(Io io) {
        super(io);
    }

    @Override
    Shown run(TerminalConsole console)
            throws ConfigException, OperationException, IOException, InterruptedException {
        if (port < 0 || port > 65535) {
            throw new ConfigException("--port is 1 to 65535, not " + port);
        }
        if (build != null && !TryJenkins.VERSIONS.contains(build)) {
            throw new ConfigException(
                    "--build is one of "
                            + String.join(", ", TryJenkins.VERSIONS)
                            + ", not \""
                            + build
                            + "\"");
        }
        Path home = Path.of(System.getProperty("erp.home", "")).toAbsolutePath().normalize();
        TryJenkins jenkins = new TryJenkins(home, io().environment(), console);
        if (down) {
            jenkins.down();
            console.good(text("demo.down.done"));
            return new Shown(Outcome.DONE, Map.of("outcome", "DONE"));
        }
        if (stop) {
            jenkins.stop();
            console.good(text("demo.stop.done"));
            return new Shown(Outcome.DONE, Map.of("outcome", "DONE"));
        }
        JenkinsFiles files = JenkinsFiles.of(io().environment(), TryJenkins.archive(home));
        boolean before = jenkins.running().isPresent();
        TryJenkins.Up up = jenkins.up(files, port, List.of());
        // one that was left running by an earlier call is not this call's to end
        boolean leave = keep || before;
        try {
            Outcome outcome = build == null ? Outcome.DONE : jenkins.build(up, build);
            jenkins.tell(up);
            if (leave) {
                console.info(text("jenkins.kept"));
            } else if (build == null) {
                console.info(text("jenkins.foreground"));
                up.jenkins().join();
                outcome = Outcome.FAILED;
                console.error(text("jenkins.ended", up.jenkins().logFile()));
            }
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("outcome", outcome.name());
            shown.put("url", up.jenkins().root().toString());
            return new Shown(outcome, shown);
        } finally {
            if (!leave) {
                up.jenkins().close();
            }
        }
    }
}
