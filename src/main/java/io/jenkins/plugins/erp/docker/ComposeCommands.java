package io.jenkins.plugins.erp.docker;

import io.jenkins.plugins.erp.shell.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Builds {@code docker compose} commands (Compose v2) for one project; runs nothing.
 *
 * @param project name of the Compose project
 * @param files Compose files in order; none: the ones Compose finds itself, or, for commands that
 *     only name a project, no file at all
 * @param envFile variables for interpolation
 * @param directory that relative paths in the files start from
 */
public record ComposeCommands(
        String project, List<String> files, Optional<String> envFile, Optional<String> directory) {
    private static final Duration QUICK = Duration.ofMinutes(1);

    /** Checks the words. */
    public ComposeCommands {
        Words.project(project);
        files = List.copyOf(files);
        files.forEach(Words::path);
        envFile.ifPresent(Words::path);
        directory.ifPresent(Words::path);
    }

    /** For commands that need the project's name only: ps, logs, stop. */
    public static ComposeCommands named(String project) {
        return new ComposeCommands(project, List.of(), Optional.empty(), Optional.empty());
    }

    /** The resolved model as JSON; it holds the values of the variables, secrets too. */
    public Command config() {
        return compose("config", "--format", "json").withTimeout(QUICK);
    }

    /** The model as JSON with {@code ${VARIABLES}} left in, so that it holds no secret. */
    public Command configWithoutValues() {
        return compose("config", "--format", "json", "--no-interpolate").withTimeout(QUICK);
    }

    /** Fetches images of services; all when none is named. */
    public Command pull(List<String> services) {
        return services(List.of("pull"), services).withTimeout(Duration.ofMinutes(30));
    }

    /** Starts services that are not up, with what they depend on, and changes none that is. */
    public Command start(List<String> services) {
        return services(List.of("up", "--detach", "--no-recreate", "--no-build"), services);
    }

    /** Brings services alone to what the files say, recreating those that differ. */
    public Command update(List<String> services) {
        return services(List.of("up", "--detach", "--no-deps", "--no-build"), services);
    }

    /**
     * Has more replicas of services beside those that are there, which stay as they are.
     *
     * @param replicas service to the number that is wanted altogether
     * @param started whether the new ones are started, or only made
     */
    public Command scale(Map<String, Integer> replicas, boolean started) {
        List<String> words = new ArrayList<>(List.of("up", started ? "--detach" : "--no-start"));
        words.addAll(List.of("--no-deps", "--no-recreate", "--no-build"));
        Map<String, Integer> sorted = new TreeMap<>(replicas);
        sorted.forEach((s, n) -> words.addAll(List.of("--scale", Words.service(s) + "=" + n)));
        words.addAll(sorted.keySet());
        return compose(words);
    }

    /** All containers of the project, stopped ones too: read with {@link PsEntry}. */
    public Command ps() {
        return compose("ps", "--all", "--no-trunc", "--format", "json").withTimeout(QUICK);
    }

    /**
     * Runs a one-off container and removes it.
     *
     * @param name of the container, so that a second run can find it
     */
    public Command run(String name, String service, List<String> argv) {
        return run(name, service, true, argv);
    }

    /**
     * Runs a one-off container.
     *
     * @param name of the container, so that a second run can find it
     * @param remove whether it is removed when it has ended
     */
    public Command run(String name, String service, boolean remove, List<String> argv) {
        List<String> words = new ArrayList<>(List.of("run"));
        if (remove) {
            words.add("--rm");
        }
        words.addAll(List.of("--no-deps", "--no-TTY", "--name", Words.name(name)));
        words.add(Words.service(service));
        words.addAll(argv);
        return compose(words);
    }

    /** Runs a program in a service's first container, without terminal. */
    public Command exec(String service, List<String> argv) {
        List<String> words = new ArrayList<>(List.of("exec", "--no-TTY", Words.service(service)));
        words.addAll(argv);
        return compose(words);
    }

    /** Stops services, SIGKILL after the grace (whole seconds). */
    public Command stop(Duration grace, List<String> services) {
        return services(List.of("stop", "--timeout", Long.toString(grace.toSeconds())), services)
                .withTimeout(grace.plus(QUICK));
    }

    /** Removes stopped containers of services. */
    public Command remove(List<String> services) {
        return services(List.of("rm", "--force"), services);
    }

    /** Stops and removes all, networks too; volumes only when asked. */
    public Command down(boolean volumes) {
        return volumes
                ? compose("down", "--remove-orphans", "--volumes")
                : compose("down", "--remove-orphans");
    }

    /** The address a port is published at, such as {@code 127.0.0.1:32768}. */
    public Command port(String service, int port) {
        return compose("port", Words.service(service), Integer.toString(port)).withTimeout(QUICK);
    }

    /** The last lines of services. */
    public Command logs(int lines, List<String> services) {
        return services(List.of("logs", "--no-color", "--tail", Integer.toString(lines)), services)
                .withTimeout(QUICK);
    }

    /** Images in use as JSON. */
    public Command images() {
        return compose("images", "--format", "json").withTimeout(QUICK);
    }

    /** Any other subcommand. */
    public Command compose(String... words) {
        return compose(Arrays.asList(words));
    }

    private Command services(List<String> words, List<String> services) {
        List<String> all = new ArrayList<>(words);
        services.forEach(s -> all.add(Words.service(s)));
        return compose(all);
    }

    private Command compose(List<String> words) {
        List<String> argv = new ArrayList<>(List.of("docker", "compose", "-p", project));
        files.forEach(f -> argv.addAll(List.of("-f", f)));
        envFile.ifPresent(f -> argv.addAll(List.of("--env-file", f)));
        directory.ifPresent(d -> argv.addAll(List.of("--project-directory", d)));
        argv.addAll(words);
        return Command.of(argv);
    }
}
