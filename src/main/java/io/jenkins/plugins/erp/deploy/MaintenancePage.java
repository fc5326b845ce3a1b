package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.MigrationsConfig;
import io.jenkins.plugins.erp.config.Target;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.proxy.Maintenance;
import io.jenkins.plugins.erp.proxy.ProxyMover;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What clients are told in place of the system while something is done that it cannot serve beside:
 * status 503, come again. Everything may be called again after a crash: what is on is on, what is
 * off is off, and which it is the host says.
 */
final class MaintenancePage {
    private final Rollout rollout;
    /* when clients began to get it, where this process has put it up */
    private Optional<Instant> since = Optional.empty();

    MaintenancePage(Rollout rollout) {
        this.rollout = rollout;
    }

    /** Why there can be none here; empty where there can. */
    Optional<String> obstacle() throws PhaseException, IOException, InterruptedException {
        if (rollout.about().target() != Target.COMPOSE) {
            return Optional.of("web is not run by Compose");
        }
        if (!rollout.about().hosts().isEmpty()) {
            return Optional.of("there are several hosts, whose web would go on serving");
        }
        Optional<ContainerState> proxy = rollout.proxy();
        if (proxy.isEmpty()) {
            return Optional.of("there is no proxy here that runs");
        }
        return ports(proxy.get(), rollout.services("web")).isPresent()
                ? Optional.empty()
                : Optional.of(fixed(proxy.get()));
    }

    private static String fixed(ContainerState proxy) {
        return proxy.name() + " cannot be pointed at another container";
    }

    /**
     * Shows it in place of these web services: from here on no request reaches them.
     *
     * @throws PhaseException where that does not work; web then serves as before
     */
    void on(List<String> services, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        ContainerState proxy =
                rollout.proxy()
                        .orElseThrow(() -> new PhaseException("there is no proxy here that runs"));
        Set<Integer> ports =
                new TreeSet<>(
                        ports(proxy, services).orElseThrow(() -> new PhaseException(fixed(proxy))));
        ports.add(rollout.environment().health().port());
        boolean begun =
                maintenance()
                        .on(
                                proxy,
                                container(),
                                image(services.get(0)),
                                names(services),
                                ports,
                                progress);
        if (begun) {
            since = Optional.of(rollout.context().clock().instant());
            progress.say(Messages.of(MaintenancePage.class, "maintenance.begun", container()));
        }
    }

    /**
     * The same where the work goes on without it, too.
     *
     * @return whether it is there
     */
    boolean tryOn(List<String> services, Progress progress)
            throws IOException, InterruptedException {
        try {
            on(services, progress);
            return true;
        } catch (PhaseException e) {
            progress.warn(Messages.of(MaintenancePage.class, "maintenance.none", e.getMessage()));
            return false;
        }
    }

    /** Takes it away, once the proxy has been pointed at what serves. */
    void off(Progress progress) throws IOException, InterruptedException {
        Optional<Instant> started = maintenance().off(container());
        if (started.isPresent()) {
            Duration there =
                    Duration.between(
                            since.orElse(started.get()), rollout.context().clock().instant());
            since = Optional.empty();
            progress.say(
                    Messages.of(
                            MaintenancePage.class,
                            "maintenance.over",
                            String.format(Locale.ROOT, "%.1f", there.toMillis() / 1000.0)));
        }
    }

    /**
     * Writes down that the release which serves cannot live with the database from here on: until
     * it is as it was, or the new release serves, nobody is led to it.
     */
    void need() throws IOException, InterruptedException {
        rollout.host().files().write(mark(), "the database is changed behind a maintenance page\n");
    }

    /** Takes that back. */
    void forget() throws IOException, InterruptedException {
        rollout.host().files().remove(mark());
    }

    /** Whether that was written down in this run. */
    boolean needed() throws IOException, InterruptedException {
        return rollout.about().kind() == RolloutAbout.Kind.DEPLOY
                && rollout.environment().migrations().policy()
                        == MigrationsConfig.Policy.MAINTENANCE
                && rollout.host().files().read(mark()).isPresent();
    }

    private String mark() {
        return rollout.host().workDirectory(rollout.about().operation()) + "/behind-page";
    }

    private String container() {
        return Maintenance.name(rollout.docker().project(), rollout.about().operation());
    }

    private Maintenance maintenance() {
        return new Maintenance(rollout.docker()::run, rollout.proxyMover(), rollout.pause());
    }

    private Optional<Set<Integer>> ports(ContainerState proxy, List<String> services)
            throws PhaseException, IOException, InterruptedException {
        ProxyMover mover = rollout.proxyMover();
        return mover.ports(proxy, names(services));
    }

    private List<String> names(List<String> services)
            throws PhaseException, IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (String service : services) {
            names.addAll(ReleaseModel.names(rollout.model(), service));
        }
        return names;
    }

    /* The application's own, which is on the host and has python3. */
    private ImageReference image(String service)
            throws PhaseException, IOException, InterruptedException {
        String written = rollout.model().services().get(service).image().orElse("");
        try {
            return ImageReference.parse(written);
        } catch (IllegalArgumentException e) {
            throw new PhaseException(service + " has no image to answer with: " + e.getMessage());
        }
    }
}
