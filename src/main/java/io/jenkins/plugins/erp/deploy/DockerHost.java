package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.Grouping;
import io.jenkins.plugins.erp.docker.Inspected;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Output;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Docker on a host, for one Compose project or stack; what it prints goes to the full log, masked.
 */
final class DockerHost {
    private final Shell shell;
    private final Console console;
    private final String project;
    private final Grouping grouping;
    private final AtomicInteger commands;
    private volatile List<String> secrets = List.of();

    /** For a Compose project. */
    DockerHost(Shell shell, Console console, String project) {
        this(shell, console, project, Grouping.COMPOSE);
    }

    /** For a project or stack. */
    DockerHost(Shell shell, Console console, String project, Grouping grouping) {
        this(shell, console, project, grouping, new AtomicInteger());
    }

    private DockerHost(
            Shell shell,
            Console console,
            String project,
            Grouping grouping,
            AtomicInteger commands) {
        this.shell = shell;
        this.console = console;
        this.project = project;
        this.grouping = grouping;
        this.commands = commands;
    }

    /** The same by another way to the same host. */
    DockerHost by(Shell way) {
        DockerHost same = new DockerHost(way, console, project, grouping, commands);
        same.mask(secrets);
        return same;
    }

    /** Texts that are masked from now on. */
    void mask(List<String> values) {
        secrets = List.copyOf(values);
    }

    Shell shell() {
        return shell;
    }

    String project() {
        return project;
    }

    /** How the project's containers are found. */
    Grouping grouping() {
        return grouping;
    }

    /** Docker commands so far. */
    int commands() {
        return commands.get();
    }

    /** Runs a command to its end, whatever its exit code. */
    CommandResult run(Command command) throws ShellException, InterruptedException {
        return run(command, console.output("      " + command.argv().get(0) + " | "));
    }

    /** Runs a command to its end, whatever its exit code; its lines, masked, go there. */
    CommandResult run(Command command, Output output) throws ShellException, InterruptedException {
        commands.incrementAndGet();
        return shell.run(command.withSecrets(secrets), output);
    }

    /** Runs a command that has to end well. */
    CommandResult must(Command command) throws ShellException, InterruptedException {
        return run(command).orThrow();
    }

    /** The project's containers as they are now, one-off ones left out. */
    List<ContainerState> containers() throws ShellException, InterruptedException {
        return containers(Optional.empty());
    }

    /** One service's containers as they are now, one-off ones left out. */
    List<ContainerState> containers(Optional<String> service)
            throws ShellException, InterruptedException {
        return inspect(ids(grouping.containers(project, service))).stream()
                .filter(c -> !c.oneOff())
                .toList();
    }

    /** Ids of the project's containers, running or not. */
    List<String> ids() throws ShellException, InterruptedException {
        return ids(grouping.containers(project, Optional.empty()));
    }

    /** Ids that a command prints, one a line. */
    List<String> ids(Command command) throws ShellException, InterruptedException {
        return quiet(command)
                .orThrow()
                .stdout()
                .lines()
                .map(String::trim)
                .filter(l -> !l.isEmpty())
                .toList();
    }

    /** Containers by id; those that are gone meanwhile are left out. */
    List<ContainerState> inspect(List<String> ids) throws ShellException, InterruptedException {
        if (ids.isEmpty()) {
            return List.of();
        }
        CommandResult result = quiet(DockerCommands.inspect(ids));
        if (!result.stdout().trim().startsWith("[")) {
            result.orThrow();
        }
        return ContainerState.parse(result.stdout());
    }

    /** All that is to be known of a service's containers, one-off ones left out. */
    List<Inspected> inspected(List<String> ids) throws ShellException, InterruptedException {
        if (ids.isEmpty()) {
            return List.of();
        }
        String containers = quiet(DockerCommands.inspect(ids)).stdout();
        List<ContainerState> states = ContainerState.parse(containers);
        String[] images =
                states.stream()
                        .map(ContainerState::imageId)
                        .filter(i -> !i.isEmpty())
                        .distinct()
                        .toArray(String[]::new);
        // an image that is gone is left out, the others are printed all the same
        String known =
                images.length == 0 ? "" : quiet(DockerCommands.imageInspect(images)).stdout();
        return Inspected.of(states, containers, known).stream()
                .filter(i -> !i.state().oneOff())
                .toList();
    }

    /** Commands whose long answers are no use in a log. */
    CommandResult quiet(Command command) throws ShellException, InterruptedException {
        commands.incrementAndGet();
        return shell.run(command);
    }

    /** Removes containers by name or id, running or not; those that are gone do not matter. */
    void remove(List<String> containers) throws ShellException, InterruptedException {
        if (containers.isEmpty()) {
            return;
        }
        CommandResult result = run(DockerCommands.removeByForce(containers));
        List<String> errors = result.tail().stream().filter(l -> l.contains("Error")).toList();
        // an engine that does not answer prints other words
        boolean onlyGone =
                !errors.isEmpty() && errors.stream().allMatch(l -> l.contains("No such container"));
        if (!result.ok() && !onlyGone) {
            result.orThrow();
        }
    }

    /** The last lines a container printed, indented. */
    String lastLines(String container) throws InterruptedException {
        try {
            CommandResult result = run(DockerCommands.logs(container, 15));
            return result.tail().isEmpty()
                    ? "\n    | (it printed nothing)"
                    : "\n    | " + String.join("\n    | ", last(result.tail(), 15));
        } catch (ShellException e) {
            return "\n    | (its log cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Compose with a release's file. */
    ComposeCommands compose(String file, String directory) {
        return new ComposeCommands(
                project, List.of(file), Optional.empty(), Optional.of(directory));
    }

    static <T> List<T> last(List<T> list, int n) {
        return list.subList(Math.max(0, list.size() - n), list.size());
    }
}
