package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has the new release beside the one that serves: web started and asked until it answers, workers
 * and beat made but not started, so that nothing of the new release works on tasks before its web
 * has answered. Web that was kept warm only has to answer, and a rollback's web waits for nothing
 * else: workers and beat are made when it serves. Where web cannot run twice, or is for another
 * database, it is only made, too.
 */
final class BesidePhase implements Phase<Rollout> {

    @Override
    public String name() {
        return "beside";
    }

    @Override
    public String title() {
        return Messages.of(BesidePhase.class, "phase.beside");
    }

    @Override
    public boolean holdsOthers() {
        return true;
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Replacement web = new Replacement(rollout, rollout.services("web"));
        boolean beside = rollout.startFirst();
        Warm.claim(rollout.host());
        Map<String, Generations> before = web.now();
        List<ContainerState> made = Replacement.fresh(web.grow(before, beside));
        progress.detail(Generations.names(made) + (beside ? " started" : " made"));
        boolean serving = Generations.running(Replacement.fresh(before)).size() >= made.size();
        if (!beside || !(serving || rollout.webBack())) {
            // while web starts; one that was kept warm and serves at once is not held up by it
            new Replacement(rollout, background(rollout)).grow(false);
        }
        if (!beside) {
            return Generations.names(made) + " made, not started";
        }
        for (ContainerState one : made) {
            rollout.probe().await(one);
        }
        return Generations.names(made) + " answers";
    }

    /** Workers and beat. */
    static List<String> background(Rollout rollout)
            throws PhaseException, IOException, InterruptedException {
        List<String> services = new ArrayList<>(rollout.services("worker"));
        services.addAll(rollout.services("beat"));
        return services;
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        if (!rollout.hasTarget()) {
            return "";
        }
        List<String> services = new ArrayList<>(rollout.services("web"));
        services.addAll(background(rollout));
        Replacement all = new Replacement(rollout, services);
        List<ContainerState> fresh = all.fresh();
        List<ContainerState> web = web(rollout, fresh);
        // behind the maintenance page the proxy stays where it is until the database is back
        boolean behind = rollout.page().needed();
        if (!behind) {
            forget(rollout, fresh, progress);
            Optional<ContainerState> proxy = rollout.proxy();
            if (proxy.isPresent()) {
                rollout.proxyMover().retire(proxy.get(), web, progress);
            }
        }
        // nobody is served by the new web any more
        all.stopIdle(web);
        all.stop(fresh.stream().filter(c -> !web.contains(c)).toList());
        all.remove(fresh);
        if (!behind) {
            release(rollout);
        }
        return fresh.isEmpty() ? "" : Generations.names(fresh) + " removed";
    }

    /** Lets the proxy go; only when nothing runs beside what serves: it may find that. */
    static void release(Rollout rollout) throws PhaseException, IOException, InterruptedException {
        Optional<ContainerState> proxy = rollout.proxy();
        Replacement web = new Replacement(rollout, rollout.services("web"));
        boolean alone =
                proxy.isPresent()
                        && web.now().values().stream()
                                .allMatch(g -> Generations.running(g.stale()).isEmpty());
        if (alone) {
            rollout.proxyMover().clean(proxy.get());
        }
    }

    /** Those of them that a proxy may ask. */
    static List<ContainerState> web(Rollout rollout, List<ContainerState> some)
            throws PhaseException, IOException, InterruptedException {
        List<String> services = rollout.services("web");
        return some.stream().filter(c -> c.running() && services.contains(c.service())).toList();
    }

    /* A proxy that was started after them has looked them up, and would go on asking them. */
    private static void forget(Rollout rollout, List<ContainerState> fresh, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Optional<ContainerState> proxy = rollout.proxy();
        if (proxy.isEmpty() || fresh.stream().noneMatch(c -> before(c, proxy.get()))) {
            return;
        }
        for (String service : rollout.services("web")) {
            List<ContainerState> old =
                    Generations.running(new Replacement(rollout, List.of(service)).old());
            if (!old.isEmpty()) {
                rollout.proxyMover()
                        .pointAt(
                                proxy.get(),
                                old,
                                ReleaseModel.names(rollout.model(), service),
                                progress);
            }
        }
    }

    static boolean before(ContainerState one, ContainerState other) {
        return one.startedAt().isPresent()
                && other.startedAt().isPresent()
                && !one.startedAt().get().isAfter(other.startedAt().get());
    }
}
