package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Hands on to the mover for the kind of proxy that a container is. */
final class AnyMover implements ProxyMover {
    private final HostCommands host;
    private final Pause pause;
    private final Duration drain;

    AnyMover(HostCommands host, Pause pause, Duration drain) {
        this.host = host;
        this.pause = pause;
        this.drain = drain;
    }

    private ProxyMover of(ContainerState proxy) {
        ProxyKind kind = ProxyKind.of(proxy.image(), proxy.command(), proxy.labels());
        return switch (kind) {
            case TRAEFIK -> new TraefikMover(host, pause);
            case CADDY_LABELS -> new Unmoved(kind);
            case CADDY -> new CaddyMover(host, pause, drain);
            // a name that says nothing is most often an Nginx of one's own; where it is not, the
            // script says so
            case NGINX, UNKNOWN -> new NginxMover(host, pause, drain);
        };
    }

    @Override
    public void check(ContainerState proxy, List<String> names)
            throws PhaseException, ShellException, InterruptedException {
        of(proxy).check(proxy, names);
    }

    @Override
    public Optional<Set<Integer>> ports(ContainerState proxy, List<String> names)
            throws ShellException, InterruptedException {
        return of(proxy).ports(proxy, names);
    }

    @Override
    public Steered steered(ContainerState proxy, List<ContainerState> web, List<String> names)
            throws PhaseException, ShellException, InterruptedException {
        return of(proxy).steered(proxy, web, names);
    }

    @Override
    public void pointAt(
            ContainerState proxy, List<ContainerState> web, List<String> names, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        of(proxy).pointAt(proxy, web, names, progress);
    }

    @Override
    public void retire(ContainerState proxy, List<ContainerState> old, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        of(proxy).retire(proxy, old, progress);
    }

    @Override
    public void clean(ContainerState proxy)
            throws PhaseException, ShellException, InterruptedException {
        of(proxy).clean(proxy);
    }
}
