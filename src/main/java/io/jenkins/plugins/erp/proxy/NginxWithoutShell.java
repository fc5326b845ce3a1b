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
import java.util.Set;

/** The same moves by separate commands, for a container that has no shell to run the script in. */
final class NginxWithoutShell {
    private static final Duration POLL = Duration.ofMillis(150);

    private final HostCommands host;
    private final Pause pause;
    private final Duration drain;

    NginxWithoutShell(HostCommands host, Pause pause, Duration drain) {
        this.host = host;
        this.pause = pause;
        this.drain = drain;
    }

    void move(ContainerState proxy, List<String> lines, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        String was = hosts(proxy);
        String steered = HostsFile.steer(was, lines);
        write(proxy, steered + HostsFile.MOVING + "\n");
        CommandResult test = host.run(InContainer.exec(proxy.id(), "nginx", "-t"));
        if (!test.ok()) {
            write(proxy, was);
            throw NginxTexts.refused(proxy, test.tail());
        }
        Set<String> before = workers(proxy).ids();
        host.run(InContainer.exec(proxy.id(), "nginx", "-s", "reload")).orThrow();
        awaitNewWorkers(proxy, before, progress);
        write(proxy, steered);
    }

    void clean(ContainerState proxy) throws ShellException, InterruptedException {
        String text = hosts(proxy);
        String clean = HostsFile.clean(text);
        if (!clean.equals(text)) {
            write(proxy, clean);
        }
    }

    private void awaitNewWorkers(ContainerState proxy, Set<String> before, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        long rounds = Math.max(1, drain.toMillis() / POLL.toMillis());
        NginxWorkers now = workers(proxy);
        for (long i = 0; i < rounds && !now.replaced(before); i++) {
            progress.waiting(NginxMover.finishing(Integer.toString(now.left(before))));
            pause.sleep(POLL);
            now = workers(proxy);
        }
        if (now.replaced(before)) {
            return;
        }
        if (!now.onlyFinishing(before)) {
            throw NginxTexts.stuck(
                    proxy, drain, host.run(DockerCommands.logs(proxy.id(), 15)).tail());
        }
        progress.warn(NginxTexts.late(drain));
    }

    private NginxWorkers workers(ContainerState proxy) throws ShellException, InterruptedException {
        return NginxWorkers.parse(host.run(NginxCommands.top(proxy.id())).orThrow().stdout());
    }

    private String hosts(ContainerState proxy) throws ShellException, InterruptedException {
        return host.run(InContainer.exec(proxy.id(), "cat", "/etc/hosts")).orThrow().stdout();
    }

    private void write(ContainerState proxy, String text)
            throws ShellException, InterruptedException {
        // in place: the engine mounts this file, so that it cannot be renamed over
        host.run(InContainer.fill(proxy.id(), "/etc/hosts", text)).orThrow();
    }
}
