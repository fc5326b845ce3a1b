package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.Strategy;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Moves web. Behind a proxy: new containers beside the old, asked until they answer, the proxy
 * moved to them alone, the old ones drained and stopped; they are kept until the run is over, so
 * that the way back is a start. Without one: the new containers are made first, then the old are
 * stopped and the new started at once.
 */
final class SwitchPhase implements Phase<Rollout> {

    @Override
    public String name() {
        return "switch";
    }

    @Override
    public String title() {
        return Messages.of(SwitchPhase.class, "phase.switch");
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        StringBuilder said = new StringBuilder();
        for (String service : rollout.services("web")) {
            Replacement web = new Replacement(rollout, service);
            Optional<ContainerState> proxy = rollout.proxy();
            boolean first = web.now().oldRunning().isEmpty();
            boolean proxied = !rollout.services("proxy").isEmpty();
            boolean beside =
                    first || (proxied && rollout.environment().strategy() != Strategy.RECREATE);
            said.append(said.isEmpty() ? "" : "; ");
            said.append(
                    beside
                            ? startFirst(rollout, web, service, proxy, progress)
                            : stopFirst(rollout, web, service, proxy, progress));
        }
        return said.toString();
    }

    private static String startFirst(
            Rollout rollout,
            Replacement web,
            String service,
            Optional<ContainerState> proxy,
            Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Generations both = web.grow(true);
        progress.say(
                Generations.names(both.fresh())
                        + (both.old().isEmpty()
                                ? " started"
                                : " started beside " + Generations.names(both.old())));
        for (ContainerState one : both.fresh()) {
            rollout.probe().await(one);
        }
        if (proxy.isPresent()) {
            progress.say("answering; moving " + proxy.get().name() + " to it");
            move(rollout, proxy.get(), web.now().fresh(), service, progress);
        }
        if (!both.old().isEmpty()) {
            progress.detail("stopping " + Generations.names(both.old()));
            web.stop(both.old());
        }
        if (proxy.isPresent()) {
            rollout.proxyMover().clean(proxy.get());
        }
        return Generations.names(both.fresh())
                + (both.old().isEmpty()
                        ? " answers"
                        : " took over from " + Generations.names(both.old()));
    }

    private static String stopFirst(
            Rollout rollout,
            Replacement web,
            String service,
            Optional<ContainerState> proxy,
            Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Generations both = web.grow(false);
        Instant dark = rollout.context().clock().instant();
        web.stop(both.old());
        web.start(both.fresh());
        for (ContainerState one : both.fresh()) {
            rollout.probe().await(one);
        }
        if (proxy.isPresent()) {
            move(rollout, proxy.get(), web.now().fresh(), service, progress);
            rollout.proxyMover().clean(proxy.get());
        }
        double gap =
                Duration.between(dark, rollout.context().clock().instant()).toMillis() / 1000.0;
        return String.format(
                Locale.ROOT,
                "%s in place of %s; nothing answered for at most %.1f s",
                Generations.names(both.fresh()),
                Generations.names(both.old()),
                gap);
    }

    private static void move(
            Rollout rollout,
            ContainerState proxy,
            List<ContainerState> web,
            String service,
            Progress progress)
            throws PhaseException, IOException, InterruptedException {
        rollout.proxyMover()
                .pointAt(proxy, web, ReleaseModel.names(rollout.model(), service), progress);
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        if (!rollout.hasTarget()) {
            return "";
        }
        StringBuilder said = new StringBuilder();
        for (String service : rollout.services("web")) {
            said.append(said.isEmpty() ? "" : "; ").append(back(rollout, service, progress));
        }
        return said.toString();
    }

    private static String back(Rollout rollout, String service, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Replacement web = new Replacement(rollout, service);
        Generations now = web.now();
        Optional<ContainerState> proxy = rollout.proxy();
        boolean untouched =
                !now.old().isEmpty()
                        && now.oldDead().isEmpty()
                        && (proxy.isEmpty() || !rollout.proxyMover().steered(proxy.get()));
        if (untouched) {
            web.remove(now.fresh());
            return Generations.names(now.old()) + " never stopped serving";
        }
        if (proxy.isEmpty() || rollout.environment().strategy() == Strategy.RECREATE) {
            // both may want the same port of the host
            web.stop(now.fresh());
        }
        List<ContainerState> old = web.bringBack();
        if (!old.isEmpty()) {
            for (ContainerState one : old) {
                rollout.probe().await(one);
            }
            if (proxy.isPresent()) {
                move(rollout, proxy.get(), old, service, progress);
            }
        }
        List<ContainerState> fresh = web.now().fresh();
        web.stop(fresh);
        web.remove(fresh);
        if (proxy.isPresent()) {
            rollout.proxyMover().clean(proxy.get());
        }
        return old.isEmpty() ? "" : Generations.names(old) + " serves again and answers";
    }
}
