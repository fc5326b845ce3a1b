package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.DotEnv;
import io.jenkins.plugins.erp.config.EnvCheck;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.ComposeConfig;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code erp validate}: reads everything that a deploy would read, and changes nothing. */
@Command(name = "validate")
final class ValidateCommand extends BaseCommand {

    ValidateCommand(Io io) {
        super(io);
    }

    @Override
    Shown run(TerminalConsole console) throws ConfigException, IOException, InterruptedException {
        LocalWorkspace workspace = new LocalWorkspace(directory());
        Map<String, String> variables = BuildVariables.of(directory(), io().environment());
        ErpConfig config = Session.config(workspace, directory(), variables);
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        console.info(text("validate.app", config.app(), config.image()));
        LocalShell shell = new LocalShell().in(directory()).withEnvironment(variables);
        boolean compose = hasCompose(shell);
        if (!compose) {
            warnings.add(text("validate.no.compose"));
        }
        if (config.environments().isEmpty()) {
            warnings.add(text("validate.no.environments"));
            if (compose) {
                resolve(
                        workspace,
                        shell,
                        config.app(),
                        config.compose(),
                        Optional.empty(),
                        problems);
            }
        }
        for (EnvironmentConfig environment : config.environments().values()) {
            console.info(
                    text(
                            "validate.environment",
                            environment.name(),
                            environment.hosts().stream()
                                    .map(Object::toString)
                                    .collect(Collectors.joining(", ")),
                            environment.path()));
            envFile(workspace, environment, problems, warnings);
            if (compose) {
                resolve(
                        workspace,
                        shell,
                        environment.project(),
                        environment.compose(),
                        environment.envFile().filter(f -> exists(workspace, f)),
                        problems);
            }
        }
        warnings.stream().distinct().forEach(console::warn);
        problems.stream().distinct().forEach(console::error);
        if (problems.isEmpty()) {
            console.good(text("validate.good"));
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("app", config.app());
        map.put("environments", List.copyOf(config.environments().keySet()));
        map.put("problems", problems.stream().distinct().toList());
        map.put("warnings", warnings.stream().distinct().toList());
        return new Shown(problems.isEmpty() ? Outcome.DONE : Outcome.REFUSED, map);
    }

    private static boolean hasCompose(LocalShell shell) throws InterruptedException {
        try {
            return shell.run(DockerCommands.composeVersion()).ok();
        } catch (ShellException e) {
            return false; // no docker program here: said as a warning
        }
    }

    private static boolean exists(LocalWorkspace workspace, String file) {
        try {
            return workspace.exists(file);
        } catch (IOException e) {
            return false; // outside of the workspace: said when it is read
        }
    }

    private void envFile(
            LocalWorkspace workspace,
            EnvironmentConfig environment,
            List<String> problems,
            List<String> warnings)
            throws IOException {
        if (environment.envFile().isEmpty() || !workspace.exists(environment.envFile().get())) {
            warnings.add(text("validate.no.env.file", environment.name()));
            return;
        }
        String file = environment.envFile().get();
        try {
            DotEnv env = DotEnv.parse(workspace.read(file), file);
            for (EnvCheck.Problem p :
                    EnvCheck.check(env, environment.requiredEnv(), environment.production())) {
                (p.error() ? problems : warnings)
                        .add(file + " (" + environment.name() + "): " + p.message());
            }
        } catch (ConfigException e) {
            problems.add(e.getMessage());
        }
    }

    private void resolve(
            LocalWorkspace workspace,
            LocalShell shell,
            String project,
            List<String> files,
            Optional<String> envFile,
            List<String> problems)
            throws InterruptedException {
        try {
            List<String> missing = files.stream().filter(f -> !exists(workspace, f)).toList();
            if (files.isEmpty()) {
                problems.add(text("validate.no.compose.at.all"));
                return;
            }
            if (!missing.isEmpty()) {
                problems.add(text("validate.no.compose.file", String.join(", ", missing)));
                return;
            }
            ComposeConfig.resolve(
                    shell,
                    new ComposeCommands(
                            project,
                            files,
                            envFile,
                            Optional.of(Path.of(workspace.path()).toString())),
                    Map.of(),
                    workspace::read);
        } catch (ConfigException | ShellException | IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
    }
}
