package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.Shell;
import java.util.List;
import java.util.Optional;

/** What is found out and taken before a run begins to change anything. */
final class Preparation implements AutoCloseable {
    final OperationContext context;
    final EnvironmentConfig environment;
    final Pause pause;
    final Heart heart;
    Optional<Shell> shell = Optional.empty();
    Optional<DockerHost> docker = Optional.empty();
    Optional<HostState> host = Optional.empty();
    Optional<HeldLease> lease = Optional.empty();
    Optional<Checked> checked = Optional.empty();
    Optional<Release> target = Optional.empty();

    Preparation(OperationContext context, EnvironmentConfig environment, Pause pause, Heart heart) {
        this.context = context;
        this.environment = environment;
        this.pause = pause;
        this.heart = heart;
    }

    HostState state() throws PhaseException {
        return host.orElseThrow(() -> new PhaseException("the host is not connected"));
    }

    DockerHost engine() throws PhaseException {
        return docker.orElseThrow(() -> new PhaseException("the host is not connected"));
    }

    void mask(List<String> secrets) {
        docker.ifPresent(d -> d.mask(secrets));
    }

    @Override
    public void close() {
        lease.ifPresent(HeldLease::close);
        lease = Optional.empty();
    }
}
