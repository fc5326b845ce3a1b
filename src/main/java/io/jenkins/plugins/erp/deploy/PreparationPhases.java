package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvCheck;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.config.Strategy;
import io.jenkins.plugins.erp.config.Target;
import io.jenkins.plugins.erp.config.Transfer;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.Engine;
import io.jenkins.plugins.erp.docker.Grouping;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.proxy.ProxyMover;
import io.jenkins.plugins.erp.release.HostFiles;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Lease;
import io.jenkins.plugins.erp.release.LeaseOwner;
import io.jenkins.plugins.erp.shell.Shell;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The phases before a run begins: they change nothing that serves. */
final class PreparationPhases {
    private static final Duration LEASE_POLL = Duration.ofSeconds(3);

    private PreparationPhases() {}

    /** A phase that changes nothing. */
    private abstract static class Look implements Phase<Preparation> {
        private final String name;

        Look(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String title() {
            return Messages.of(PreparationPhases.class, "phase." + name);
        }

        @Override
        public boolean changesSomething() {
            return false;
        }
    }

    /** Reaches the host and its engine. */
    static final class Connect extends Look {
        Connect() {
            super("connect");
        }

        @Override
        public String apply(Preparation p, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            HostAddress address = p.address;
            Shell shell = p.context.hosts().connect(p.environment, address);
            p.shell = Optional.of(shell);
            p.docker =
                    Optional.of(
                            new DockerHost(
                                    shell,
                                    p.context.console(),
                                    p.environment.project(),
                                    Grouping.of(p.environment.target())));
            p.host = Optional.of(new HostState(shell, p.environment.path()));
            try {
                Engine engine = Engine.withCompose(shell);
                return address
                        + ", Docker "
                        + engine.server()
                        + engine.compose().map(c -> ", Compose " + c).orElse("");
            } catch (ConfigException e) {
                throw PhaseException.refused(e.getMessage());
            }
        }
    }

    /** Looks through what the deploy was given, with the host's Compose. */
    static final class Check extends Look {
        private final ConfigCheck check;
        private final ConfigCheck.Given given;
        /* what was found on the lead host holds for the others: all have the same files and paths */
        private Optional<Checked> first = Optional.empty();

        Check(ConfigCheck check, ConfigCheck.Given given) {
            super("check");
            this.check = check;
            this.given = given;
        }

        @Override
        public String apply(Preparation p, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            disk(p);
            if (first.isPresent()) {
                p.checked = first;
                p.mask(EnvCheck.secretValues(given.env()));
                proxies(p, first.get());
                return "";
            }
            if (p.environment.transfer() == Transfer.SSH) {
                ImageSending.check(p.context.shell(), given.image());
            }
            try {
                Checked checked = check.onHost(given, p.shell.orElseThrow());
                p.checked = Optional.of(checked);
                first = p.checked;
                p.mask(EnvCheck.secretValues(given.env()));
                proxies(p, checked);
                return given.image()
                        + ", "
                        + checked.model().services().size()
                        + " services, "
                        + given.env().values().size()
                        + " variables";
            } catch (ConfigException e) {
                throw new PhaseException(e.getMessage(), true, e);
            }
        }

        /* While nothing is changed: what could not be moved without losing requests. */
        private static void proxies(Preparation p, Checked checked)
                throws PhaseException, IOException, InterruptedException {
            List<String> names = new ArrayList<>();
            for (String service : checked.roles().getOrDefault(Role.WEB, List.of())) {
                names.addAll(ReleaseModel.names(checked.model(), service));
            }
            if (p.environment.strategy() == Strategy.RECREATE) {
                return;
            }
            if (p.environment.target() == Target.COMPOSE
                    && LabelledWeb.behind(
                            checked.model(), checked.roles().getOrDefault(Role.PROXY, List.of()))) {
                for (String service : checked.roles().getOrDefault(Role.WEB, List.of())) {
                    Optional<String> obstacle = LabelledWeb.obstacle(checked.model(), service);
                    if (obstacle.isPresent()) {
                        throw PhaseException.refused(obstacle.get() + ". Nothing was changed.");
                    }
                }
            }
            ProxyMover mover = ProxyMover.on(p.engine()::run, p.pause, p.environment.drain());
            for (String service : checked.roles().getOrDefault(Role.PROXY, List.of())) {
                for (ContainerState one : p.engine().containers(Optional.of(service))) {
                    if (one.running() && !names.isEmpty()) {
                        mover.check(one, names);
                    }
                }
            }
        }

        private static void disk(Preparation p)
                throws PhaseException, IOException, InterruptedException {
            HostFiles files = p.state().files();
            String directory = p.environment.path();
            while (directory.length() > 1 && !files.exists(directory)) {
                directory = directory.substring(0, Math.max(1, directory.lastIndexOf('/')));
            }
            long free = files.freeBytes(directory);
            long wanted = p.environment.minimumFreeDisk();
            if (free < wanted) {
                throw new PhaseException(
                        "only "
                                + free / (1024 * 1024)
                                + " MiB are free at "
                                + directory
                                + " on "
                                + files.where()
                                + ", and minimumFreeDisk asks for "
                                + wanted / (1024 * 1024)
                                + " MiB. Free some space there (docker image prune, old backups),"
                                + " then run this again. Nothing was changed.");
            }
        }
    }

    /** Has the host for itself. */
    static final class TakeLease extends Look {
        private final String what;

        TakeLease(String what) {
            super("lease");
            this.what = what;
        }

        @Override
        public String apply(Preparation p, Progress progress)
                throws PhaseException, IOException, InterruptedException {
            HostState host = p.state();
            host.prepare();
            Instant end = p.context.clock().instant().plus(p.environment.lockWait());
            while (true) {
                Lease.Attempt attempt = Lease.tryAcquire(host, p.context.actor(), what);
                attempt.freedFrom()
                        .ifPresent(
                                o ->
                                        progress.warn(
                                                "freed from "
                                                        + o.actor()
                                                        + " ("
                                                        + o.operation()
                                                        + "), who is gone or silent"));
                if (attempt.lease().isPresent()) {
                    sweep(host, progress);
                    p.lease =
                            Optional.of(
                                    new HeldLease(
                                            attempt.lease().get(), p.context.console(), p.heart));
                    return "";
                }
                String holder = describe(attempt, host);
                if (!p.context.clock().instant().isBefore(end)) {
                    throw new PhaseException(
                            holder
                                    + (p.environment.lockWait().isZero()
                                            ? ". Wait for it, or set lockWait"
                                            : ". Waited "
                                                    + p.environment.lockWait().toSeconds()
                                                    + " s (lockWait)")
                                    + ". Nothing was changed.");
                }
                progress.waiting(holder + " to end");
                p.pause.sleep(LEASE_POLL);
            }
        }

        private static void sweep(HostState host, Progress progress) throws InterruptedException {
            try {
                host.sweep();
            } catch (ShellException e) {
                progress.detail("what dead runs left was not swept: " + e.getMessage());
            }
        }

        private static String describe(Lease.Attempt attempt, HostState host) {
            if (attempt.holder().isEmpty()) {
                return host.root()
                        + "/lease on "
                        + host.files().where()
                        + " is there without a readable owner; remove it if nobody is at work";
            }
            LeaseOwner owner = attempt.holder().get();
            return host.files().where()
                    + " is held by "
                    + owner.actor()
                    + " ("
                    + owner.operation()
                    + ") since "
                    + Instant.ofEpochSecond(owner.since())
                    + ", "
                    + attempt.heldSeconds()
                    + " s";
        }
    }
}
