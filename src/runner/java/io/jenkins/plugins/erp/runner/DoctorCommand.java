package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.ErpConfig;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.docker.Engine;
import io.jenkins.plugins.erp.operation.HostConnections;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.LocalShell;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code erp doctor}: what is there, what is missing, how to get it. Changes nothing. */
@picocli.CommandLine.Command(name = "doctor")
final class DoctorCommand extends BaseCommand {

    /** One thing looked at. */
    private record Check(String name, String state, String found, String fix) {}

    private final List<Check> checks = new ArrayList<>();

    DoctorCommand(Io io) {
        super(io);
    }

    @Override
    Shown run(TerminalConsole console) throws IOException, InterruptedException {
        LocalShell shell = new LocalShell().in(directory());
        add("java", "ok", System.getProperty("java.version"), "");
        program(shell, "git", "git --version", "apt-get install git");
        program(shell, "ssh", "ssh -V", "apt-get install openssh-client");
        engine(shell);
        hosts(shell);
        List<List<String>> rows = new ArrayList<>();
        for (Check check : checks) {
            rows.add(List.of(check.name(), text("doctor." + check.state()), check.found()));
        }
        Table.print(
                console,
                List.of(text("column.what"), text("column.state"), text("column.found")),
                rows);
        boolean good = true;
        for (Check check : checks) {
            if (!check.fix().isEmpty()) {
                console.warn(check.name() + ": " + check.fix());
            }
            good &= !check.state().equals("missing");
        }
        if (good) {
            console.good(text("doctor.good"));
        }
        Map<String, Object> map = new LinkedHashMap<>();
        List<Map<String, Object>> list = new ArrayList<>();
        for (Check check : checks) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", check.name());
            one.put("state", check.state());
            one.put("found", check.found());
            one.put("fix", check.fix());
            list.add(one);
        }
        map.put("checks", list);
        return new Shown(good ? Outcome.DONE : Outcome.FAILED, map);
    }

    private void add(String name, String state, String found, String fix) {
        checks.add(new Check(name, state, found, fix));
    }

    private void program(LocalShell shell, String name, String command, String fix)
            throws InterruptedException {
        try {
            CommandResult result =
                    shell.run(
                            Command.of(List.of(command.split(" ")))
                                    .withTimeout(Duration.ofSeconds(10)));
            String said = result.tail().isEmpty() ? "" : result.tail().get(0);
            add(name, result.ok() ? "ok" : "missing", said, result.ok() ? "" : fix);
        } catch (ShellException e) {
            add(name, "missing", "", e.getMessage() + ": " + fix);
        }
    }

    private void engine(LocalShell shell) throws InterruptedException {
        try {
            Engine engine = Engine.of(shell);
            add("docker", "ok", engine.server(), "");
        } catch (ConfigException | ShellException e) {
            add("docker", "missing", "", e.getMessage());
            return;
        }
        try {
            Engine engine = Engine.withCompose(shell);
            add("compose", "ok", engine.compose().map(Object::toString).orElse(""), "");
        } catch (ConfigException | ShellException e) {
            add("compose", "missing", "", e.getMessage());
        }
    }

    private void hosts(LocalShell shell) throws IOException, InterruptedException {
        LocalWorkspace workspace = new LocalWorkspace(directory());
        if (!workspace.exists("erp.yaml")) {
            add("erp.yaml", "absent", "", text("doctor.no.erp.yaml"));
            return;
        }
        ErpConfig config;
        try {
            config =
                    Session.config(
                            workspace,
                            directory(),
                            BuildVariables.of(directory(), io().environment()));
            add("erp.yaml", "ok", config.app(), "");
        } catch (ConfigException e) {
            add("erp.yaml", "missing", "", e.getMessage());
            return;
        }
        try (HostConnections connections = new HostConnections(shell, directory().toString())) {
            for (EnvironmentConfig environment : config.environments().values()) {
                for (HostAddress host : environment.hosts()) {
                    String name = environment.name() + ": " + host;
                    try {
                        Shell there = connections.connect(environment, host);
                        Engine engine = Engine.withCompose(there);
                        add(
                                name,
                                "ok",
                                "docker "
                                        + engine.server()
                                        + ", compose "
                                        + engine.compose().map(Object::toString).orElse("?"),
                                "");
                    } catch (ConfigException | ShellException e) {
                        add(name, "missing", "", e.getMessage());
                    }
                }
            }
        }
    }
}
