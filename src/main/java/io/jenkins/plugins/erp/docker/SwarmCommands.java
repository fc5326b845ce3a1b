package io.jenkins.plugins.erp.docker;

import io.jenkins.plugins.erp.shell.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Builds the {@code docker} commands for a stack of a swarm, on a manager; runs nothing. */
public final class SwarmCommands {
    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final Duration CHANGE = Duration.ofMinutes(5);

    /* What decides is the kernel: the module is loaded, can be loaded, or is built in. */
    private static final String VIRTUAL_SERVERS =
            "if [ -e /proc/net/ip_vs ]; then echo yes; exit; fi\n"
                    + "modules=/lib/modules/$(uname -r)\n"
                    + "if grep -qs '/ip_vs\\.ko' \"$modules/modules.dep\" \"$modules/modules.builtin\";"
                    + " then echo yes; else echo no; fi\n";

    private SwarmCommands() {}

    /**
     * Brings a stack to what a file says, and comes back before it is there. Images are taken as
     * the file pins them, so that no registry is asked which they are.
     *
     * @param file as JSON, by standard input; it holds secret values
     * @param prune whether services that the file does not name go
     */
    public static Command deploy(String stack, String file, boolean prune) {
        List<String> words = new ArrayList<>(List.of("stack", "deploy", "--compose-file", "-"));
        words.addAll(List.of("--with-registry-auth", "--resolve-image", "never"));
        if (prune) {
            words.add("--prune");
        }
        words.add(Words.project(stack));
        return docker(words).withStdin(file).withTimeout(CHANGE);
    }

    /** Names of a stack's services, one a line. */
    public static Command services(String stack) {
        return docker(
                        "service",
                        "ls",
                        "--filter",
                        "label=com.docker.stack.namespace=" + Words.project(stack),
                        "--format",
                        "{{.Name}}")
                .withTimeout(QUICK);
    }

    /** Services as a JSON array; fails when one is not there, after printing the others. */
    public static Command inspectServices(String stack, List<String> services) {
        return docker(named(List.of("service", "inspect"), stack, services)).withTimeout(QUICK);
    }

    /** Ids of services' tasks, those that ended too, one a line; fails when a service is gone. */
    public static Command tasks(String stack, List<String> services) {
        return docker(named(List.of("service", "ps", "--quiet", "--no-trunc"), stack, services))
                .withTimeout(QUICK);
    }

    /** Tasks as a JSON array; fails when one is gone, after printing the others. */
    public static Command inspectTasks(List<String> ids) {
        List<String> words = new ArrayList<>(List.of("inspect", "--type", "task"));
        ids.forEach(id -> words.add(Words.name(id)));
        return docker(words).withTimeout(QUICK);
    }

    /** Takes one service back to what it was before its last change. */
    public static Command rollback(String stack, String service) {
        return docker("service", "update", "--rollback", "--detach", full(stack, service))
                .withTimeout(CHANGE);
    }

    /** Removes a stack with its networks; volumes stay. */
    public static Command remove(String stack) {
        return docker("stack", "rm", Words.project(stack)).withTimeout(CHANGE);
    }

    /** Ids of what runs of a stack on this node, one a line. */
    public static Command containersOf(String stack, Optional<String> service) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "ps",
                                "--no-trunc",
                                "--quiet",
                                "--filter",
                                "label=com.docker.stack.namespace=" + Words.project(stack)));
        service.ifPresent(
                s ->
                        words.addAll(
                                List.of(
                                        "--filter",
                                        "label=com.docker.swarm.service.name=" + full(stack, s))));
        return docker(words).withTimeout(QUICK);
    }

    /**
     * Makes a network over all nodes that a container run by hand may join, too, as one-off
     * containers are; it belongs to the stack, and goes with it.
     */
    public static Command createNetwork(String stack, String network) {
        return docker(
                        "network",
                        "create",
                        "--driver",
                        "overlay",
                        "--attachable",
                        "--label",
                        "com.docker.stack.namespace=" + Words.project(stack),
                        Words.name(network))
                .withTimeout(QUICK);
    }

    /** Names of a stack's networks, one a line. */
    public static Command networks(String stack) {
        return docker(
                        "network",
                        "ls",
                        "--filter",
                        "label=com.docker.stack.namespace=" + Words.project(stack),
                        "--format",
                        "{{.Name}}")
                .withTimeout(QUICK);
    }

    /** Makes a volume; one that is there stays as it is. */
    public static Command createVolume(String volume) {
        return docker("volume", "create", Words.name(volume)).withTimeout(QUICK);
    }

    /**
     * Whether the kernel has IP_VS, which virtual addresses and the ingress network are made of.
     */
    public static Command virtualServers() {
        return Command.of("sh", "-c", VIRTUAL_SERVERS).withTimeout(QUICK);
    }

    /** A service's name in the swarm. */
    public static String full(String stack, String service) {
        return Words.project(stack) + "_" + Words.service(service);
    }

    private static List<String> named(List<String> words, String stack, List<String> services) {
        if (services.isEmpty()) {
            throw new IllegalArgumentException("docker " + String.join(" ", words) + " of nothing");
        }
        List<String> all = new ArrayList<>(words);
        services.forEach(s -> all.add(full(stack, s)));
        return all;
    }

    private static Command docker(String... words) {
        return docker(Arrays.asList(words));
    }

    private static Command docker(List<String> words) {
        List<String> argv = new ArrayList<>();
        argv.add("docker");
        argv.addAll(words);
        return Command.of(argv);
    }
}
