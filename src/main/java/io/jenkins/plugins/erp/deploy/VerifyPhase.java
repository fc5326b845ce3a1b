package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.Role;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.health.HealthGate;
import io.jenkins.plugins.erp.health.HealthTarget;
import io.jenkins.plugins.erp.health.HostHealth;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Holds the whole system to the health gate for as long as the environment wants. */
final class VerifyPhase implements Phase<Rollout> {

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String title() {
        return Messages.of(VerifyPhase.class, "phase.verify");
    }

    @Override
    public boolean changesSomething() {
        return false;
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        HostHealth health =
                new HealthGate(rollout.context().clock(), rollout.pause())
                        .await(
                                rollout.docker().shell(),
                                HealthTarget.project(
                                                rollout.environment().project(), roles(rollout))
                                        .of(rollout.about().release())
                                        .by(rollout.docker().grouping()),
                                rollout.environment().health(),
                                // a release that has served before is held to the gate, not watched
                                rollout.about().kind() == RolloutAbout.Kind.DEPLOY
                                        ? rollout.environment().observe()
                                        : Duration.ZERO,
                                hopeless(rollout),
                                progress.console());
        if (!health.passed()) {
            throw new PhaseException(health.failureText());
        }
        return health.streak() + " rounds in a row";
    }

    /**
     * New web that has died since it answered: nobody is served until web is the old one again,
     * which is still up.
     */
    private static Predicate<ContainerState> hopeless(Rollout rollout)
            throws PhaseException, IOException, InterruptedException {
        List<String> web = rollout.services("web");
        String release = rollout.about().release();
        boolean first = rollout.about().previousRelease().isEmpty();
        return c ->
                !first
                        && web.contains(c.service())
                        && release.equals(c.labels().get(Release.LABEL))
                        && (!c.running() || c.restartCount() > 0);
    }

    private static Map<Role, List<String>> roles(Rollout rollout)
            throws PhaseException, IOException, InterruptedException {
        Map<Role, List<String>> roles = new EnumMap<>(Role.class);
        rollout.target()
                .services()
                .forEach(
                        (role, services) ->
                                roles.put(Role.valueOf(role.toUpperCase(Locale.ROOT)), services));
        return roles;
    }
}
