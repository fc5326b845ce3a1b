package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A proxy that finds web by itself and cannot be kept from one of two that run: refused where web
 * is to run twice, left alone where it does not.
 */
final class Unmoved implements ProxyMover {
    private final ProxyKind kind;

    Unmoved(ProxyKind kind) {
        this.kind = kind;
    }

    @Override
    public void check(ContainerState proxy, List<String> names) throws PhaseException {
        throw PhaseException.refused(
                "the proxy "
                        + proxy.name()
                        + " ("
                        + switch (kind) {
                            case CADDY_LABELS -> "Caddy by labels";
                            default -> proxy.image();
                        }
                        + ") cannot be moved from old to new web containers without losing"
                        + " requests. Write strategy: recreate, which stops the old before the new"
                        + " start, or put Nginx before web");
    }

    @Override
    public Optional<Set<Integer>> ports(ContainerState proxy, List<String> names) {
        return Optional.empty();
    }

    @Override
    public Steered steered(ContainerState proxy, List<ContainerState> web, List<String> names) {
        return Steered.THERE;
    }

    @Override
    public void pointAt(
            ContainerState proxy, List<ContainerState> web, List<String> names, Progress progress) {
        progress.detail(proxy.name() + " finds web by itself");
    }

    @Override
    public void retire(ContainerState proxy, List<ContainerState> old, Progress progress) {
        // nothing was steered
    }

    @Override
    public void clean(ContainerState proxy) {
        // nothing was steered
    }
}
