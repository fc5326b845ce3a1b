package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves a plain Nginx: the service's name is put into its hosts file with the wanted addresses
 * alone, the configuration is tested and loaded anew, and the worker processes that still know the
 * old addresses are waited for; one command does it all.
 */
final class NginxMover implements ProxyMover {
    private final HostCommands host;
    private final Pause pause;
    private final Duration drain;

    NginxMover(HostCommands host, Pause pause, Duration drain) {
        this.host = host;
        this.pause = pause;
        this.drain = drain;
    }

    @Override
    public void check(ContainerState proxy, List<String> names)
            throws PhaseException, ShellException, InterruptedException {
        CommandResult dump = host.run(InContainer.exec(proxy.id(), "nginx", "-T"));
        // one that is not accepted is told when it is loaded: a later file may mend it
        if (!dump.ok()) {
            return;
        }
        check(proxy, steering(proxy, NginxConfig.parse(dump.stdout()), names));
    }

    private void check(ContainerState proxy, NginxSteering steering)
            throws PhaseException, ShellException, InterruptedException {
        if (!steering.pinned().isEmpty()) {
            String directory = steering.directory().orElseThrow();
            CommandResult writable =
                    host.run(InContainer.exec(proxy.id(), "test", "-w", directory));
            // any other code: there is no such program, and the move itself will tell
            if (writable.exitCode() == 1) {
                throw NginxTexts.unwritable(proxy, steering.extra().file());
            }
        }
    }

    @Override
    public Optional<Set<Integer>> ports(ContainerState proxy, List<String> names)
            throws ShellException, InterruptedException {
        CommandResult dump = host.run(InContainer.exec(proxy.id(), "nginx", "-T"));
        if (!dump.ok()) {
            // with web away the names mean nothing, and nothing is printed
            return Optional.of(Set.of());
        }
        NginxConfig config = NginxConfig.parse(dump.stdout());
        try {
            check(proxy, steering(proxy, config, names));
        } catch (PhaseException e) {
            return Optional.empty();
        }
        return Optional.of(NginxSteering.ports(config, names));
    }

    private static NginxSteering steering(
            ContainerState proxy, NginxConfig config, List<String> names) throws PhaseException {
        NginxSteering steering = NginxSteering.of(config, names);
        if (steering.obstacle().isPresent()) {
            throw ProxyMover.unmoved("nginx", proxy, steering.obstacle().get());
        }
        return steering;
    }

    @Override
    public Steered steered(ContainerState proxy, List<ContainerState> web, List<String> names)
            throws PhaseException, ShellException, InterruptedException {
        String text =
                host.run(InContainer.exec(proxy.id(), "cat", "/etc/hosts")).orThrow().stdout();
        return HostsFile.steered(text, Addresses.reachedBy(proxy, web), names);
    }

    @Override
    public void pointAt(
            ContainerState proxy, List<ContainerState> web, List<String> names, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        List<String> addresses = Addresses.reachedBy(proxy, web);
        List<String> lines = HostsFile.lines(addresses, names, HostsFile.MARK);
        NginxAnswer answer = move(proxy, true, NginxCommands.Extra.NONE, lines, progress);
        if (answer.outcome() == NginxAnswer.Outcome.LOOK) {
            NginxSteering steering =
                    steering(proxy, NginxConfig.parse(String.join("\n", answer.lines())), names);
            String mark = steering.pinned().isEmpty() ? HostsFile.MARK : HostsFile.PINNED;
            answer =
                    move(
                            proxy,
                            false,
                            steering.extra(),
                            HostsFile.lines(addresses, names, mark),
                            progress);
        }
        if (answer.outcome() == NginxAnswer.Outcome.NO_SHELL) {
            new NginxWithoutShell(host, pause, drain).move(proxy, lines, progress);
            return;
        }
        judge(proxy, answer, progress);
    }

    private NginxAnswer move(
            ContainerState proxy,
            boolean look,
            NginxCommands.Extra extra,
            List<String> lines,
            Progress progress)
            throws ShellException, InterruptedException {
        CommandResult result =
                host.run(
                        NginxCommands.move(proxy.id(), drain, look, extra, lines),
                        (stream, line) ->
                                NginxAnswer.waiting(line)
                                        .ifPresent(n -> progress.waiting(finishing(n))));
        return NginxAnswer.of(result);
    }

    static String finishing(String count) {
        return count + " old nginx workers to finish the requests they have";
    }

    private void judge(ContainerState proxy, NginxAnswer answer, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        switch (answer.outcome()) {
            case MOVED, CLEAN -> {}
            case LATE -> progress.warn(NginxTexts.late(drain));
            case REFUSED -> throw NginxTexts.refused(proxy, answer.lines());
            case STUCK -> throw NginxTexts.stuck(proxy, drain, lastLines(proxy));
            case UNWRITABLE -> throw NginxTexts.unwritable(proxy, answer.file());
            case ABSENT -> throw NginxTexts.absent(proxy, lastLines(proxy));
            default ->
                    throw new PhaseException(
                            "the proxy "
                                    + proxy.name()
                                    + " could not be moved; it goes on as it was:"
                                    + NginxTexts.indented(answer.lines()));
        }
    }

    private List<String> lastLines(ContainerState proxy)
            throws ShellException, InterruptedException {
        return host.run(DockerCommands.logs(proxy.id(), 15)).tail();
    }

    @Override
    public void retire(ContainerState proxy, List<ContainerState> old, Progress progress) {
        // pointAt has done it
    }

    @Override
    public void clean(ContainerState proxy)
            throws PhaseException, ShellException, InterruptedException {
        NginxAnswer answer = NginxAnswer.of(host.run(NginxCommands.clean(proxy.id())));
        switch (answer.outcome()) {
            case CLEAN -> {}
            case NO_SHELL -> new NginxWithoutShell(host, pause, drain).clean(proxy);
            case UNWRITABLE -> throw NginxTexts.unwritable(proxy, answer.file());
            default ->
                    throw new PhaseException(
                            "the lines with \""
                                    + HostsFile.MARK
                                    + "\" could not be taken out of /etc/hosts in "
                                    + proxy.name()
                                    + ":"
                                    + NginxTexts.indented(answer.lines()));
        }
    }
}
