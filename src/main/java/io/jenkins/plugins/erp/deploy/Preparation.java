package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.Shell;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is found out and taken on one host before a run begins to change anything. */
final class Preparation implements AutoCloseable {
    final OperationContext context;
    final EnvironmentConfig environment;
    final HostAddress address;
    final String name;
    final Pause pause;
    final Heart heart;
    Optional<Shell> shell = Optional.empty();
    Optional<DockerHost> docker = Optional.empty();
    Optional<HostState> host = Optional.empty();
    Optional<HeldLease> lease = Optional.empty();
    Optional<Checked> checked = Optional.empty();
    Optional<Release> target = Optional.empty();
    private final Set<String> masked = new LinkedHashSet<>();

    /**
     * Of one host; nothing is reached yet.
     *
     * @param name for people, short
     */
    Preparation(
            OperationContext context,
            EnvironmentConfig environment,
            HostAddress address,
            String name,
            Fleet.Ways ways) {
        this.context = context;
        this.environment = environment;
        this.address = address;
        this.name = name;
        this.pause = ways.pause();
        this.heart = ways.heart();
    }

    HostState state() throws PhaseException {
        return host.orElseThrow(() -> new PhaseException("the host is not connected"));
    }

    DockerHost engine() throws PhaseException {
        return docker.orElseThrow(() -> new PhaseException("the host is not connected"));
    }

    void mask(List<String> secrets) {
        masked.addAll(secrets);
        docker.ifPresent(d -> d.mask(List.copyOf(masked)));
    }

    @Override
    public void close() {
        lease.ifPresent(HeldLease::close);
        lease = Optional.empty();
    }
}
