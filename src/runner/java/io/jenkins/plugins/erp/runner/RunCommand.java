package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.runner.jenkinsfile.ErpSteps;
import io.jenkins.plugins.erp.runner.jenkinsfile.JenkinsfileException;
import io.jenkins.plugins.erp.runner.jenkinsfile.JenkinsfileRunner;
import io.jenkins.plugins.erp.runner.jenkinsfile.RunRequest;
import io.jenkins.plugins.erp.runner.jenkinsfile.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code erp run JENKINSFILE}. */
@Command(name = "run")
final class RunCommand extends BaseCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "JENKINSFILE",
            descriptionKey = "jenkinsfile",
            defaultValue = "Jenkinsfile")
    private Path jenkinsfile;

    @Option(
            names = {"-P", "--parameter"},
            paramLabel = "NAME=VALUE")
    private Map<String, String> parameters;

    @Option(names = {"--approve", "--yes"})
    private boolean approve;

    @Option(names = "--library", paramLabel = "DIR")
    private List<Path> libraries;

    RunCommand(Io io) {
        super(io);
    }

    @Override
    Shown run(TerminalConsole console)
            throws JenkinsfileException, IOException, InterruptedException {
        Path file = directory().resolve(jenkinsfile);
        RunRequest request =
                new RunRequest(
                        file,
                        directory(),
                        hidden(directory().resolve(".erp/run")),
                        libraries(libraries),
                        parameters == null ? Map.of() : parameters,
                        BuildVariables.of(directory(), io().environment()));
        Session session = new Session(Platform.real(), Operations.standard());
        JenkinsfileRunner runner =
                new JenkinsfileRunner(
                        new ErpSteps(session),
                        new TerminalApprover(io(), approve),
                        Clock.systemDefaultZone());
        RunResult result = runner.run(request, console);
        StageView.print(result, console);
        return new Shown(result.outcome(), result.toMap());
    }

    /** The libraries given, then the one beside this program. */
    static List<Path> libraries(List<Path> given) {
        List<Path> result = new ArrayList<>();
        if (given != null) {
            given.forEach(p -> result.add(p.toAbsolutePath()));
        }
        String home = System.getProperty("erp.home");
        if (home != null && Files.isDirectory(Path.of(home, "vars"))) {
            result.add(Path.of(home).toAbsolutePath());
        }
        return result;
    }
}
