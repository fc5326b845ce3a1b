package io.jenkins.plugins.erp.health;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.HealthConfig;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.Engine;
import io.jenkins.plugins.erp.docker.Grouping;
import io.jenkins.plugins.erp.docker.RoleInference;
import io.jenkins.plugins.erp.operation.Operation;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.text.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks every host of an environment how the system is; changes nothing. */
public final class HealthOperation implements Operation<HealthRequest, HealthResult> {
    private static final int SIDE_BY_SIDE = 8;

    private final Pause pause;

    /** Waiting in real time. */
    public HealthOperation() {
        this(Pause.REAL);
    }

    /** Waiting as told; for simulations. */
    public HealthOperation(Pause pause) {
        this.pause = pause;
    }

    @Override
    public HealthResult run(HealthRequest request, OperationContext context)
            throws ConfigException, OperationException, InterruptedException {
        EnvironmentConfig environment = context.config().environment(request.environment());
        HealthConfig config = environment.health();
        if (request.consecutive().isPresent()) {
            int wanted = request.consecutive().get();
            if (wanted < 1) {
                throw new ConfigException("consecutive has to be 1 or more, not " + wanted);
            }
            config = consecutive(config, wanted);
        }
        HealthConfig gate = config;
        ExecutorService threads =
                Executors.newFixedThreadPool(
                        Math.min(SIDE_BY_SIDE, environment.hosts().size()),
                        work -> {
                            Thread thread = new Thread(work, "health of a host");
                            thread.setDaemon(true);
                            return thread;
                        });
        try {
            List<Future<HostHealth>> asked = new ArrayList<>();
            for (HostAddress host : environment.hosts()) {
                asked.add(threads.submit(() -> one(environment, host, gate, context)));
            }
            List<HostHealth> hosts = new ArrayList<>();
            for (Future<HostHealth> one : asked) {
                hosts.add(get(one));
            }
            HealthResult result = new HealthResult(environment.name(), hosts);
            report(result, context.console());
            return result;
        } finally {
            threads.shutdownNow();
        }
    }

    private HostHealth one(
            EnvironmentConfig environment,
            HostAddress address,
            HealthConfig config,
            OperationContext context)
            throws ConfigException, ShellException, InterruptedException {
        Shell host = context.hosts().connect(environment, address);
        Map<Role, List<String>> roles =
                context.config().roles().isEmpty()
                        ? roles(host, environment)
                        : context.config().roles();
        HealthTarget target =
                HealthTarget.project(environment.project(), roles)
                        .by(Grouping.of(environment.target()));
        return new HealthGate(context.clock(), pause)
                .await(host, target, config, Duration.ZERO, context.console());
    }

    /** From the release that is current on the host, else from the containers that are there. */
    private static Map<Role, List<String>> roles(Shell host, EnvironmentConfig environment)
            throws ConfigException, ShellException, InterruptedException {
        HostState state = new HostState(host, environment.path());
        Optional<String> current = state.current();
        Optional<Release> release =
                current.isPresent() ? state.release(current.get()) : Optional.empty();
        Map<Role, List<String>> roles = new EnumMap<>(Role.class);
        if (release.isPresent()) {
            for (Map.Entry<String, List<String>> e : release.get().services().entrySet()) {
                for (Role role : Role.values()) {
                    if (role.name()
                            .toLowerCase(Locale.ROOT)
                            .equals(e.getKey().toLowerCase(Locale.ROOT))) {
                        roles.put(role, e.getValue());
                    }
                }
            }
        }
        if (!roles.isEmpty()) {
            return roles;
        }
        CommandResult ids =
                host.run(
                        Grouping.of(environment.target())
                                .containers(environment.project(), Optional.empty()));
        if (!ids.ok()) {
            Engine.of(host); // says why no engine answers, if that is it
            ids.orThrow();
        }
        List<String> names =
                ids.stdout().lines().map(String::trim).filter(l -> !l.isEmpty()).toList();
        if (names.isEmpty()) {
            throw new ConfigException(
                    "the project "
                            + environment.project()
                            + " has no containers on "
                            + host.where()
                            + ": nothing is deployed there yet, or it runs under another name (say it"
                            + " with environments: {"
                            + environment.name()
                            + ": {project: ...}})");
        }
        return RoleInference.inferFromContainers(
                ContainerState.parse(host.run(DockerCommands.inspect(names)).orThrow().stdout()));
    }

    private static void report(HealthResult result, Console console) {
        for (HostHealth host : result.hosts()) {
            console.info(
                    Messages.of(
                            HealthOperation.class, "headline", result.environment(), host.host()));
            host.table().forEach(l -> console.info("  " + l));
            if (host.passed()) {
                console.good(host.host() + ": healthy, " + host.streak() + " in a row");
            } else {
                host.failureText().lines().forEach(console::error);
            }
        }
    }

    private static HealthConfig consecutive(HealthConfig c, int consecutive) {
        return new HealthConfig(
                c.path(),
                c.host(),
                c.port(),
                c.status(),
                c.json(),
                c.timeout(),
                c.interval(),
                consecutive,
                c.celery());
    }

    private static HostHealth get(Future<HostHealth> future)
            throws ConfigException, OperationException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof ConfigException refused) {
                throw refused;
            }
            if (cause instanceof InterruptedException) {
                throw new InterruptedException("aborted");
            }
            if (cause instanceof ShellException lost) {
                throw new OperationException(
                        Outcome.FAILED,
                        lost.getMessage() + "\nNothing was changed: health only asks.",
                        lost);
            }
            throw new IllegalStateException(cause);
        }
    }
}
