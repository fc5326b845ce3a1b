package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.shell.Command;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Moves a plain Nginx container from one set of web containers to another: the service's name is
 * put into its hosts file with the wanted addresses alone, the configuration is tested and loaded
 * anew, and the worker processes that still know the old addresses are waited for.
 */
final class Proxy {
    private static final Duration POLL = Duration.ofMillis(150);

    private final DockerHost docker;
    private final Pause pause;
    private final Duration drain;

    Proxy(DockerHost docker, Pause pause, Duration drain) {
        this.docker = docker;
        this.pause = pause;
        this.drain = drain;
    }

    /** Whether the container's hosts file still steers. */
    boolean steered(ContainerState proxy) throws ShellException, InterruptedException {
        return HostsFile.steers(hosts(proxy));
    }

    /** Sends all new requests to these web containers and waits until no worker asks others. */
    void pointAt(
            ContainerState proxy, List<ContainerState> web, List<String> names, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        List<String> addresses = addresses(proxy, web);
        write(proxy, HostsFile.steer(hosts(proxy), addresses, names));
        CommandResult test = docker.run(asRoot(proxy, "nginx", "-t"));
        if (!test.ok()) {
            write(proxy, HostsFile.clean(hosts(proxy)));
            throw new PhaseException(
                    "nginx in "
                            + proxy.name()
                            + " does not accept its configuration; it goes on with the one it has."
                            + " Mend the file below, then deploy again:\n    | "
                            + String.join("\n    | ", test.tail()));
        }
        Set<String> before = workers(proxy).ids();
        docker.must(asRoot(proxy, "nginx", "-s", "reload"));
        awaitNewWorkers(proxy, before, progress);
    }

    /** Takes the names out of the hosts file; what Nginx has loaded stays as it is. */
    void clean(ContainerState proxy) throws ShellException, InterruptedException {
        String text = hosts(proxy);
        if (HostsFile.steers(text)) {
            write(proxy, HostsFile.clean(text));
        }
    }

    private void awaitNewWorkers(ContainerState proxy, Set<String> before, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        long rounds = Math.max(1, drain.toMillis() / POLL.toMillis());
        NginxWorkers now = workers(proxy);
        for (long i = 0; i < rounds && !now.replaced(before); i++) {
            progress.waiting("nginx workers to finish the requests they have");
            pause.sleep(POLL);
            now = workers(proxy);
        }
        if (now.replaced(before)) {
            return;
        }
        if (!now.onlyFinishing(before)) {
            throw new PhaseException(
                    "nginx in "
                            + proxy.name()
                            + " did not load its configuration anew within "
                            + drain.toSeconds()
                            + " s:"
                            + docker.lastLines(proxy.id()));
        }
        progress.warn(
                "requests longer than drain ("
                        + drain.toSeconds()
                        + " s) are still under way in old nginx workers; going on without them");
    }

    private static List<String> addresses(ContainerState proxy, List<ContainerState> web)
            throws PhaseException {
        Set<String> addresses = new TreeSet<>();
        for (ContainerState one : web) {
            List<String> shared =
                    one.addresses().entrySet().stream()
                            .filter(e -> proxy.addresses().containsKey(e.getKey()))
                            .map(java.util.Map.Entry::getValue)
                            .toList();
            if (shared.isEmpty()) {
                throw new PhaseException(
                        one.name()
                                + " and the proxy "
                                + proxy.name()
                                + " share no network: put both on one in the Compose file");
            }
            addresses.add(shared.get(0));
        }
        return List.copyOf(addresses);
    }

    private NginxWorkers workers(ContainerState proxy) throws ShellException, InterruptedException {
        return NginxWorkers.parse(
                docker.quiet(Command.of("docker", "top", proxy.id(), "-eo", "pid,args"))
                        .orThrow()
                        .stdout());
    }

    /** Nginx images exist that run as somebody else. */
    private static Command asRoot(ContainerState proxy, String... argv) {
        List<String> words = new ArrayList<>(List.of("docker", "exec", "--user", "0", proxy.id()));
        words.addAll(List.of(argv));
        return Command.of(words);
    }

    private String hosts(ContainerState proxy) throws ShellException, InterruptedException {
        return docker.quiet(DockerCommands.exec(proxy.id(), "cat", "/etc/hosts"))
                .orThrow()
                .stdout();
    }

    private void write(ContainerState proxy, String text)
            throws ShellException, InterruptedException {
        // in place: the engine mounts this file, so that it cannot be renamed over
        docker.quiet(
                        Command.of(
                                        "docker",
                                        "exec",
                                        "--interactive",
                                        "--user",
                                        "0",
                                        proxy.id(),
                                        "tee",
                                        "/etc/hosts")
                                .withStdin(text))
                .orThrow();
    }
}
