package io.jenkins.plugins.erp.docker;

import io.jenkins.plugins.erp.shell.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A container that lives for one piece of work: created, filled with {@code docker cp}, started,
 * read back with {@code docker cp}, removed. No mounts, so that it works where the engine does not
 * see the client's files and leaves no file of another user behind. Builds commands; runs nothing.
 *
 * @param name of the container
 * @param image never pulled
 * @param labels for finding it again
 * @param network to join; {@code none} for none
 * @param environment names and values; the values travel in the client's environment, not in its
 *     argv
 * @param user such as {@code 0:0}; empty: the image's own
 * @param confined without any capability, and without ways to gain one
 * @param program in place of the image's entry point
 * @param arguments of the program
 */
public record OneOffContainer(
        String name,
        ImageReference image,
        Map<String, String> labels,
        String network,
        Map<String, String> environment,
        Optional<String> user,
        boolean confined,
        String program,
        List<String> arguments) {
    private static final Duration QUICK = Duration.ofMinutes(2);

    /** Checks and copies. */
    public OneOffContainer {
        Words.name(name);
        Words.name(network);
        labels = Map.copyOf(labels);
        environment = Map.copyOf(environment);
        environment.keySet().forEach(Words::variable);
        arguments = List.copyOf(arguments);
    }

    /** Creates it. */
    public Command create() {
        List<String> argv = new ArrayList<>(List.of("docker", "create", "--name", name));
        argv.addAll(List.of("--pull", "never", "--no-healthcheck", "--network", network));
        new TreeMap<>(labels).forEach((k, v) -> argv.addAll(List.of("--label", k + "=" + v)));
        user.ifPresent(u -> argv.addAll(List.of("--user", u)));
        if (confined) {
            argv.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
        }
        Command command = Command.of("docker");
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            argv.addAll(List.of("--env", variable.getKey()));
            command = command.withEnv(variable.getKey(), variable.getValue());
        }
        argv.addAll(List.of("--entrypoint", program, image.toString()));
        argv.addAll(arguments);
        return command.withArgv(argv).withTimeout(QUICK);
    }

    /** Starts it and waits for its end, with its output and its exit code. */
    public Command startAttached(Duration timeout) {
        return Command.of("docker", "start", "--attach", name).withTimeout(timeout);
    }

    /** Starts it and comes back. */
    public Command start() {
        return Command.of("docker", "start", name).withTimeout(QUICK);
    }

    /** Runs a program in it, in a directory. */
    public Command exec(String directory, List<String> argv) {
        List<String> words =
                new ArrayList<>(
                        List.of("docker", "exec", "--workdir", Words.path(directory), name));
        words.addAll(argv);
        return Command.of(words);
    }

    /** Removes it, running or not, with its unnamed volumes. */
    public Command remove() {
        return Command.of("docker", "rm", "--force", "--volumes", name).withTimeout(QUICK);
    }
}
