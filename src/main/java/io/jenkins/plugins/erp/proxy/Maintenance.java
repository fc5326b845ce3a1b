package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.docker.OneOffContainer;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * While web is down, whoever asks gets status 503 with {@code Retry-After} and a page that says so,
 * in place of a refused connection: a container of the application's own image answers, named after
 * the run, and the proxy is pointed at it. On and off may be done again; off needs the name alone.
 */
public final class Maintenance {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int ROUNDS = 100;

    private final HostCommands host;
    private final ProxyMover mover;
    private final Pause pause;

    /** On a host, with the mover of its proxy. */
    public Maintenance(HostCommands host, ProxyMover mover, Pause pause) {
        this.host = host;
        this.mover = mover;
        this.pause = pause;
    }

    /** The container's name. */
    public static String name(String project, String operation) {
        return project + "-maintenance-" + operation.toLowerCase(Locale.ROOT);
    }

    /**
     * Points the proxy at the answer. Web may be stopped afterwards. What is there already stays.
     *
     * @param name of the container
     * @param image that has python3 and is on the host
     * @param names under which the proxy may know the web service
     * @param ports that web listens on
     * @return whether it was off before
     */
    public boolean on(
            ContainerState proxy,
            String name,
            ImageReference image,
            List<String> names,
            Collection<Integer> ports,
            Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        if (find(name).filter(ContainerState::running).isEmpty()) {
            remove(name);
            String network =
                    proxy.addresses().keySet().stream()
                            .findFirst()
                            .orElseThrow(
                                    () -> new PhaseException(proxy.name() + " is in no network"));
            OneOffContainer container = container(name, image, network, ports);
            host.run(container.create()).orThrow();
            host.run(container.start()).orThrow();
        }
        List<ContainerState> answer = List.of(ready(name));
        if (mover.steered(proxy, answer, names) == ProxyMover.Steered.THERE) {
            return false;
        }
        mover.pointAt(proxy, answer, names, progress);
        return true;
    }

    /**
     * Removes the container; only when the proxy has been pointed elsewhere.
     *
     * @return when it had been started; empty where there was none
     */
    public Optional<Instant> off(String name) throws ShellException, InterruptedException {
        Optional<ContainerState> there = find(name);
        if (there.isPresent()) {
            remove(name);
        }
        return there.flatMap(ContainerState::startedAt);
    }

    private Optional<ContainerState> find(String name) throws ShellException, InterruptedException {
        CommandResult result = host.run(DockerCommands.inspect(List.of(name)));
        if (!result.stdout().trim().startsWith("[")) {
            // an engine that does not answer says nothing about the container
            result.orThrow();
        }
        return ContainerState.parse(result.stdout()).stream().findFirst();
    }

    private void remove(String name) throws ShellException, InterruptedException {
        CommandResult result = host.run(DockerCommands.removeByForce(List.of(name)));
        if (!result.ok()
                && result.tail().stream().noneMatch(l -> l.contains("No such container"))) {
            result.orThrow();
        }
    }

    static OneOffContainer container(
            String name, ImageReference image, String network, Collection<Integer> ports) {
        List<String> arguments = new ArrayList<>(List.of("-c", Script.MAINTENANCE));
        new TreeSet<>(ports).forEach(p -> arguments.add(Integer.toString(p)));
        // confined; the engine lets any user bind ports below 1024
        return new OneOffContainer(
                name,
                image,
                Map.of("io.jenkins.plugins.erp.maintenance", name),
                network,
                Map.of(),
                Optional.empty(),
                true,
                "python3",
                arguments);
    }

    private ContainerState ready(String name)
            throws PhaseException, ShellException, InterruptedException {
        CommandResult log = host.run(DockerCommands.logs(name, 15));
        for (int i = 0; i < ROUNDS && !log.stdout().contains("ready"); i++) {
            pause.sleep(POLL);
            log = host.run(DockerCommands.logs(name, 15));
        }
        Optional<ContainerState> found = find(name).filter(ContainerState::running);
        if (!log.stdout().contains("ready") || found.isEmpty()) {
            throw new PhaseException(
                    "the maintenance answer "
                            + name
                            + " does not come up; the proxy goes on as it was. Its last lines:"
                            + NginxTexts.indented(log.tail()));
        }
        return found.get();
    }
}
