package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.proxy.ProxyMover;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Moves web. Behind a proxy: the new containers answer already, and the proxy is moved to them
 * alone; the old ones stay up until the run is over, so that the way back is one move of the proxy.
 * Where web cannot run twice: the old are stopped and the new, made beforehand, started at once.
 * Where another database has taken the place of theirs, the old have been stopped for it already.
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
        if (!rollout.webBack()) {
            // they take some seconds to be ready, during which web is moved
            Replacement workers = new Replacement(rollout, rollout.services("worker"));
            workers.start(workers.fresh());
        }
        StringBuilder said = new StringBuilder();
        Optional<ContainerState> proxy = rollout.proxy();
        for (String service : rollout.services("web")) {
            Replacement web = new Replacement(rollout, List.of(service));
            said.append(said.isEmpty() ? "" : "; ")
                    .append(
                            rollout.startFirst()
                                    ? startFirst(rollout, web, service, proxy, progress)
                                    : stopFirst(rollout, web, service, proxy, progress));
        }
        rollout.maintenanceOver(progress);
        return said.toString();
    }

    private static String startFirst(
            Rollout rollout,
            Replacement web,
            String service,
            Optional<ContainerState> proxy,
            Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Generations both = web.now().get(service);
        if (proxy.isPresent()) {
            move(rollout, proxy.get(), both.fresh(), service, progress);
        }
        return Generations.names(both.fresh())
                + (both.old().isEmpty()
                        ? " serves"
                        : " took over from " + Generations.names(both.old()));
    }

    private static String stopFirst(
            Rollout rollout,
            Replacement web,
            String service,
            Optional<ContainerState> proxy,
            Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Generations both = web.now().get(service);
        Instant dark = rollout.context().clock().instant();
        boolean told =
                proxy.isPresent() && rollout.page().tryOn(behind(rollout, service), progress);
        web.stop(both.old());
        web.start(both.fresh());
        List<ContainerState> fresh = web.fresh();
        for (ContainerState one : fresh) {
            rollout.probe().await(one);
        }
        if (proxy.isPresent()) {
            move(rollout, proxy.get(), fresh, service, progress);
        }
        if (rollout.about().dark()) {
            return Generations.names(fresh) + " serves";
        }
        double gap =
                Duration.between(dark, rollout.context().clock().instant()).toMillis() / 1000.0;
        return String.format(
                Locale.ROOT,
                "%s in place of %s; %s for at most %.1f s",
                Generations.names(fresh),
                Generations.names(both.old()),
                told ? "clients were told to come again" : "nothing answered",
                gap);
    }

    /* All where the database is being changed: none of the old may be asked. */
    private static List<String> behind(Rollout rollout, String service)
            throws PhaseException, IOException, InterruptedException {
        return rollout.about().dark() || rollout.page().needed()
                ? rollout.services("web")
                : List.of(service);
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
        if (!rollout.hasTarget() || rollout.about().dark()) {
            // the old web comes back when it has its own database again
            return "";
        }
        if (rollout.page().needed()) {
            return behindPage(rollout, progress);
        }
        StringBuilder said = new StringBuilder();
        for (String service : rollout.services("web")) {
            said.append(said.isEmpty() ? "" : "; ").append(back(rollout, service, progress));
        }
        rollout.maintenanceOver(progress);
        return said.toString();
    }

    /* The old web serves again when the database is as it knows it. */
    private static String behindPage(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        rollout.page().tryOn(rollout.services("web"), progress);
        if (!rollout.startFirst()) {
            Replacement web = new Replacement(rollout, rollout.services("web"));
            web.stop(web.fresh());
        }
        return "no request reaches web until the database is as it was";
    }

    private static String back(Rollout rollout, String service, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Replacement web = new Replacement(rollout, List.of(service));
        Generations now = web.now().get(service);
        Optional<ContainerState> proxy = rollout.proxy();
        boolean upright = !now.old().isEmpty() && now.oldDead().isEmpty();
        ProxyMover.Steered steered = steered(rollout, service, now.old());
        if (upright && steered == ProxyMover.Steered.THERE) {
            return Generations.names(now.old()) + " never stopped serving";
        }
        if (!rollout.startFirst()) {
            if (!upright && proxy.isPresent()) {
                rollout.page().tryOn(List.of(service), progress);
            }
            // both may want the same port of the host
            web.stop(now.fresh());
        }
        List<ContainerState> old = web.bringBack();
        for (ContainerState one : old) {
            rollout.probe().await(one);
        }
        if (proxy.isPresent() && !old.isEmpty()) {
            // stays steered: the new ones run until their phase takes them back
            try {
                move(rollout, proxy.get(), old, service, progress);
            } catch (PhaseException e) {
                boolean touched =
                        !upright
                                || steered == ProxyMover.Steered.ELSEWHERE
                                || now.fresh().stream()
                                        .anyMatch(c -> BesidePhase.before(c, proxy.get()));
                if (touched) {
                    throw e;
                }
                progress.detail(
                        "the proxy was not moved, and goes on as it was: " + e.getMessage());
            }
        }
        return old.isEmpty() ? "" : Generations.names(old) + " serves again and answers";
    }

    /* With blueGreen it is steered all the time, to those that serve. */
    private static ProxyMover.Steered steered(
            Rollout rollout, String service, List<ContainerState> old)
            throws PhaseException, IOException, InterruptedException {
        Optional<ContainerState> proxy = rollout.proxy();
        List<ContainerState> running = Generations.running(old);
        if (proxy.isEmpty()) {
            return ProxyMover.Steered.THERE;
        }
        return running.isEmpty()
                ? ProxyMover.Steered.ELSEWHERE
                : rollout.proxyMover()
                        .steered(
                                proxy.get(), running, ReleaseModel.names(rollout.model(), service));
    }
}
