package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.docker.ContainerState;
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
 * Moves a Caddy with a configuration file. It looks the service's name up for every connection it
 * makes, in the hosts file first, and remembers that file for 5 seconds: the name is put there with
 * the wanted addresses alone, the 5 seconds are waited out, and the configuration is loaded anew,
 * so that requests from then on go over connections made from then on. Those under way end over
 * their old ones, and are waited for.
 */
final class CaddyMover implements ProxyMover {
    /** How long Go's resolver remembers a hosts file, and a little more. */
    static final Duration REMEMBERED = Duration.ofMillis(5_500);

    private static final Duration POLL = Duration.ofMillis(250);

    /* Rounds without a change: 5 seconds. */
    private static final int STILL = 20;

    private final HostCommands host;
    private final Pause pause;
    private final Duration drain;

    CaddyMover(HostCommands host, Pause pause, Duration drain) {
        this.host = host;
        this.pause = pause;
        this.drain = drain;
    }

    @Override
    public void check(ContainerState proxy, List<String> names)
            throws PhaseException, ShellException, InterruptedException {
        steering(proxy, names);
    }

    private CaddySteering steering(ContainerState proxy, List<String> names)
            throws PhaseException, ShellException, InterruptedException {
        CaddyCommand caddy = CaddyCommand.of(proxy.command());
        if (caddy.obstacle().isPresent()) {
            throw ProxyMover.unmoved("Caddy", proxy, caddy.obstacle().get());
        }
        CommandResult adapted = exec(proxy, caddy.adapt());
        if (!adapted.ok()) {
            throw new PhaseException(
                    "Caddy in "
                            + proxy.name()
                            + " does not accept "
                            + caddy.config()
                            + "; it goes on with the configuration it has. Mend the file, then"
                            + " deploy again:"
                            + NginxTexts.indented(adapted.tail()));
        }
        CaddySteering steering = CaddySteering.of(adapted.stdout(), names);
        if (steering.obstacle().isPresent()) {
            throw ProxyMover.unmoved("Caddy", proxy, steering.obstacle().get());
        }
        return steering;
    }

    @Override
    public Optional<Set<Integer>> ports(ContainerState proxy, List<String> names)
            throws ShellException, InterruptedException {
        try {
            return Optional.of(steering(proxy, names).ports());
        } catch (PhaseException e) {
            return Optional.empty();
        }
    }

    @Override
    public Steered steered(ContainerState proxy, List<ContainerState> web, List<String> names)
            throws PhaseException, ShellException, InterruptedException {
        return HostsFile.steered(hosts(proxy), Addresses.reachedBy(proxy, web), names);
    }

    @Override
    public void pointAt(
            ContainerState proxy, List<ContainerState> web, List<String> names, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        CaddySteering steering = steering(proxy, names);
        List<String> addresses = Addresses.reachedBy(proxy, web);
        String was = hosts(proxy);
        String steered = HostsFile.steer(was, HostsFile.lines(addresses, names, HostsFile.MARK));
        write(proxy, steered + HostsFile.MOVING + "\n");
        progress.waiting("Caddy to forget where web was");
        pause.sleep(REMEMBERED);
        CommandResult loaded = exec(proxy, CaddyCommand.of(proxy.command()).reload());
        if (!loaded.ok()) {
            write(proxy, was);
            throw new PhaseException(
                    "Caddy in "
                            + proxy.name()
                            + " did not load its configuration anew; it goes on as it was. Its last"
                            + " lines:"
                            + NginxTexts.indented(loaded.tail()));
        }
        awaitOthers(proxy, steering.ports(), addresses, progress);
        write(proxy, steered);
    }

    private void awaitOthers(
            ContainerState proxy, Set<Integer> ports, List<String> addresses, Progress progress)
            throws ShellException, InterruptedException {
        long rounds = Math.max(1, drain.toMillis() / POLL.toMillis());
        int left = elsewhere(proxy, ports, addresses);
        // Caddy may keep idle ones for two minutes, which look the same: what has not got fewer for
        // a while counts as idle, and a longer request has until its web is stopped, and its grace
        int still = 0;
        for (long i = 0; i < rounds && left > 0 && still < STILL; i++) {
            progress.waiting("Caddy to finish the requests of " + left + " old connections");
            pause.sleep(POLL);
            int now = elsewhere(proxy, ports, addresses);
            still = now < left ? 0 : still + 1;
            left = now;
        }
        if (left > 0) {
            progress.detail(
                    left + " old connections of Caddy are left, idle or with long requests");
        }
    }

    private int elsewhere(ContainerState proxy, Set<Integer> ports, List<String> addresses)
            throws ShellException, InterruptedException {
        String open =
                host.run(InContainer.exec(proxy.id(), "cat", "/proc/net/tcp")).orThrow().stdout();
        return TcpTable.elsewhere(open, ports, addresses);
    }

    @Override
    public void retire(ContainerState proxy, List<ContainerState> old, Progress progress) {
        // pointAt has done it
    }

    @Override
    public void clean(ContainerState proxy)
            throws PhaseException, ShellException, InterruptedException {
        String text = hosts(proxy);
        String clean = HostsFile.clean(text);
        if (!clean.equals(text)) {
            write(proxy, clean);
        }
    }

    private CommandResult exec(ContainerState proxy, List<String> argv)
            throws ShellException, InterruptedException {
        return host.run(InContainer.exec(proxy.id(), argv.toArray(String[]::new)));
    }

    private String hosts(ContainerState proxy) throws ShellException, InterruptedException {
        return host.run(InContainer.exec(proxy.id(), "cat", "/etc/hosts")).orThrow().stdout();
    }

    private void write(ContainerState proxy, String text)
            throws PhaseException, ShellException, InterruptedException {
        CommandResult written = host.run(InContainer.fill(proxy.id(), "/etc/hosts", text));
        if (!written.ok()
                && written.tail().stream().anyMatch(l -> l.contains("Read-only file system"))) {
            throw NginxTexts.unwritable(proxy, "");
        }
        written.orThrow();
    }
}
