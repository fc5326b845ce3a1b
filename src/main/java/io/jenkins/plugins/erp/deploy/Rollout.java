package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.DotEnv;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.MigrationsConfig;
import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.config.Strategy;
import io.jenkins.plugins.erp.docker.ComposeCommands;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.operation.OperationContext;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.proxy.ProxyMover;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the phases of a deploy or a rollback work on: one run on one host. Everything that taking
 * back needs is read from the host, so that another process can make the same from the journal.
 */
final class Rollout {
    private final OperationContext context;
    private final EnvironmentConfig environment;
    private final HostState host;
    private final DockerHost docker;
    private final Pause pause;
    private final RolloutAbout about;
    private final Optional<Checked> checked;
    private final Optional<DeployRequest> request;
    private Optional<Release> target = Optional.empty();
    private Optional<ComposeProject> model = Optional.empty();
    private List<String> migrationsApplied = List.of();
    private Map<String, List<String>> heads = Map.of();
    private Optional<Rollout> lead = Optional.empty();
    private final MaintenancePage page = new MaintenancePage(this);

    Rollout(
            OperationContext context,
            EnvironmentConfig environment,
            HostState host,
            DockerHost docker,
            Pause pause,
            RolloutAbout about,
            Optional<Checked> checked,
            Optional<DeployRequest> request) {
        this.context = context;
        this.environment = environment;
        this.host = host;
        this.docker = docker;
        this.pause = pause;
        this.about = about;
        this.checked = checked;
        this.request = request;
    }

    /** A run's part on a host that is prepared. */
    static Rollout of(Preparation host, RolloutAbout about, Optional<DeployRequest> request)
            throws PhaseException {
        return new Rollout(
                host.context,
                host.environment,
                host.state(),
                host.engine(),
                host.pause,
                about,
                // what a run that is picked up was given is on its host
                request.isPresent() ? host.checked : Optional.empty(),
                request);
    }

    OperationContext context() {
        return context;
    }

    EnvironmentConfig environment() {
        return environment;
    }

    HostState host() {
        return host;
    }

    DockerHost docker() {
        return docker;
    }

    Pause pause() {
        return pause;
    }

    RolloutAbout about() {
        return about;
    }

    /** Says which host's part of the same run goes before this one. */
    void follow(Optional<Rollout> first) {
        lead = first;
    }

    /** The lead host's part of the same run, where this is another host's. */
    Optional<Rollout> lead() {
        return lead;
    }

    /** What the deploy was given; not there when a run is picked up or for a rollback. */
    Optional<Checked> checked() {
        return checked;
    }

    Optional<DeployRequest> request() {
        return request;
    }

    /** The release that is to become current, as its release.json says. */
    Release target() throws PhaseException, ShellException, InterruptedException {
        if (target.isEmpty()) {
            target = host.release(about.release()).map(r -> HostShare.of(r, about.idle()));
        }
        return target.orElseThrow(
                () ->
                        new PhaseException(
                                host.releaseDirectory(about.release())
                                        + "/release.json on "
                                        + host.files().where()
                                        + " is not there or not whole"));
    }

    /** Whether there is a release.json: a run may have ended before. */
    boolean hasTarget() throws ShellException, InterruptedException {
        if (target.isEmpty()) {
            target = host.release(about.release()).map(r -> HostShare.of(r, about.idle()));
        }
        return target.isPresent();
    }

    void setTarget(Release release, ComposeProject project) {
        target = Optional.of(release);
        model = Optional.of(project);
    }

    /** The variables of the release: as given, or as they lie on the host. */
    DotEnv env() throws PhaseException, ShellException, InterruptedException {
        if (checked.isPresent()) {
            return checked.get().env();
        }
        String file = host.envFile(about.release());
        try {
            return DotEnv.parse(host.files().read(file).orElse(""), file);
        } catch (ConfigException e) {
            throw new PhaseException(e.getMessage(), e);
        }
    }

    /** The target's model, as on the host. */
    ComposeProject model() throws PhaseException, ShellException, InterruptedException {
        if (model.isEmpty()) {
            model = Optional.of(read(about.release()));
        }
        return model.get();
    }

    private ComposeProject read(String release)
            throws PhaseException, ShellException, InterruptedException {
        String file = host.composeFile(release);
        String text =
                host.files()
                        .read(file)
                        .orElseThrow(
                                () ->
                                        new PhaseException(
                                                "there is no "
                                                        + file
                                                        + " on "
                                                        + host.files().where()));
        try {
            return HostShare.of(ComposeProject.parse(text), about.idle());
        } catch (ConfigException e) {
            throw new PhaseException(file + ": " + e.getMessage(), e);
        }
    }

    /** The previous release's model, if there is one. */
    Optional<ComposeProject> previousModel()
            throws PhaseException, ShellException, InterruptedException {
        Optional<String> previous = about.previousRelease();
        return previous.isPresent() && host.files().exists(host.composeFile(previous.get()))
                ? Optional.of(read(previous.get()))
                : Optional.empty();
    }

    /** Compose with the target's file. */
    ComposeCommands compose() {
        return docker.compose(
                Platform.of(about.target()).composeFile(host, about.release()), host.path());
    }

    /** Compose with the previous release's file, if there is one. */
    Optional<ComposeCommands> previousCompose() throws ShellException, InterruptedException {
        Optional<String> previous = about.previousRelease();
        if (previous.isPresent() && host.files().exists(host.composeFile(previous.get()))) {
            return Optional.of(
                    docker.compose(
                            Platform.of(about.target()).composeFile(host, previous.get()),
                            host.path()));
        }
        return Optional.empty();
    }

    /** Services with a role; none where the target is not known. */
    List<String> services(String role) throws PhaseException, ShellException, InterruptedException {
        return target().services().getOrDefault(role, List.of());
    }

    /** Whether it is known from what the deploy was given that no service here has such a role. */
    boolean without(Role... roles) {
        return checked.isPresent()
                && Arrays.stream(roles)
                        .flatMap(r -> checked.get().roles().getOrDefault(r, List.of()).stream())
                        .allMatch(about.idle()::contains);
    }

    /** Wanted number of a service's containers. */
    int wanted(String service) throws PhaseException, ShellException, InterruptedException {
        return Math.max(1, model().services().get(service).replicas());
    }

    /**
     * Whether new web containers may run beside the old: behind a proxy, or when none runs yet; not
     * where they are for another database.
     */
    boolean startFirst() throws PhaseException, ShellException, InterruptedException {
        return !about.dark()
                && (about.virgin()
                        || (!services("proxy").isEmpty()
                                && environment.strategy() != Strategy.RECREATE));
    }

    /**
     * Whether web is moved before workers and beat are begun with: on the way back. On the way
     * forward the new workers come first, which know the tasks that the new web sends.
     */
    boolean webBack() throws PhaseException, ShellException, InterruptedException {
        return about.kind() == RolloutAbout.Kind.ROLLBACK && startFirst();
    }

    /** The running proxy container, if there is one. */
    Optional<ContainerState> proxy() throws PhaseException, ShellException, InterruptedException {
        for (String service : services("proxy")) {
            for (ContainerState one : docker.containers(Optional.of(service))) {
                if (one.running()) {
                    return Optional.of(one);
                }
            }
        }
        return Optional.empty();
    }

    /** The one-off commands of this run. */
    DjangoTasks tasks() {
        return new DjangoTasks(docker, about.operation());
    }

    /** What clients are told while web cannot serve. */
    MaintenancePage page() {
        return page;
    }

    /** Takes the maintenance page away, where this run may have put it up. */
    void maintenanceOver(Progress progress)
            throws PhaseException, IOException, InterruptedException {
        boolean wanted =
                about.dark()
                        || !startFirst()
                        || (about.kind() == RolloutAbout.Kind.DEPLOY
                                && environment.migrations().policy()
                                        == MigrationsConfig.Policy.MAINTENANCE);
        if (wanted) {
            page.off(progress);
        }
    }

    WebProbe probe() {
        return new WebProbe(docker, environment.health());
    }

    ProxyMover proxyMover() {
        return ProxyMover.on(docker::run, pause, environment.drain());
    }

    List<String> migrationsApplied() {
        return migrationsApplied;
    }

    void setMigrationsApplied(List<String> names) {
        migrationsApplied = List.copyOf(names);
    }

    /**
     * The database's migration heads after this run, as far as it is known; on a host that follows,
     * those of the lead host, whose database it is.
     */
    Map<String, List<String>> heads() {
        return heads.isEmpty() ? lead.map(Rollout::heads).orElse(Map.of()) : heads;
    }

    void setHeads(Map<String, List<String>> found) {
        heads = new TreeMap<>(found);
    }
}
