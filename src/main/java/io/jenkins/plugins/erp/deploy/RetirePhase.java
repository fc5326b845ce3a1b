package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.Strategy;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.proxy.ProxyMover;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Ledger;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stops what is of the old release, which nothing needs any more: its web has had no request since
 * the switch, its workers were told to finish and have until the drain limit. Then old releases go
 * that are more than are kept. The new release serves and is recorded: what does not work here is
 * tried again, then told, and the next deploy does it.
 */
final class RetirePhase implements Phase<Rollout> {
    static final String NAME = "retire";
    private static final int TRIES = 3;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    private final Old old;

    /** Lets go of what the release before left to go back to. */
    interface Old {
        void retire(Rollout rollout, Progress progress)
                throws PhaseException, IOException, InterruptedException;
    }

    /** With the old generation of containers. */
    RetirePhase() {
        this(RetirePhase::retire);
    }

    /** With what there is to let go of. */
    RetirePhase(Old old) {
        this.old = old;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return Messages.of(RetirePhase.class, "phase.retire");
    }

    @Override
    public boolean changesSomething() {
        return false;
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                if (rollout.about().kind() != RolloutAbout.Kind.RESTORE) {
                    old.retire(rollout, progress);
                }
                if (rollout.about().dark()) {
                    RestorePhases.dispose(rollout, progress);
                }
                List<String> gone = prune(rollout);
                return gone.isEmpty() ? "" : "pruned " + String.join(", ", gone);
            } catch (PhaseException | IOException e) {
                if (attempt == TRIES) {
                    progress.warn(
                            "what is left of older releases could not be removed; the next deploy"
                                    + " does that: "
                                    + e.getMessage());
                    return "";
                }
                rollout.pause().sleep(BETWEEN_TRIES);
            }
        }
    }

    private static void retire(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        List<String> services = ReleaseModel.rolled(rollout.target().services());
        Replacement rolled = new Replacement(rollout, services);
        List<ContainerState> gone = new ArrayList<>();
        List<ContainerState> warm = new ArrayList<>();
        for (Map.Entry<String, Generations> e : rolled.now().entrySet()) {
            Generations one = e.getValue();
            if (one.fresh().isEmpty()) {
                continue;
            }
            gone.addAll(one.stale());
            boolean kept =
                    rollout.environment().strategy() == Strategy.BLUE_GREEN
                            && rollout.startFirst()
                            && rollout.services("web").contains(e.getKey());
            if (kept) {
                warm.addAll(one.oldRunning());
                gone.addAll(one.oldDead());
            } else {
                gone.addAll(one.old());
            }
        }
        if (!rollout.about().idle().isEmpty()) {
            rollout.docker().containers().stream()
                    .filter(c -> rollout.about().idle().contains(c.service()))
                    .forEach(gone::add);
        }
        if (!warm.isEmpty()) {
            Warm.keep(
                    rollout.docker(),
                    rollout.host(),
                    rollout.about().previous(),
                    warm,
                    rollout.environment().warm(),
                    rollout.environment().drain());
        }
        Optional<ContainerState> proxy = rollout.proxy();
        if (proxy.isPresent() && !(gone.isEmpty() && warm.isEmpty())) {
            steerAgain(rollout, proxy.get(), progress);
            rollout.proxyMover().retire(proxy.get(), BesidePhase.web(rollout, gone), progress);
        }
        rolled.stop(gone);
        // what is kept warm would come back into the rotation; the next run steers anew
        if (proxy.isPresent() && warm.isEmpty()) {
            rollout.proxyMover().clean(proxy.get());
        }
        rolled.remove(gone);
    }

    /* A proxy that was started anew since the switch has looked up the old ones again. */
    private static void steerAgain(Rollout rollout, ContainerState proxy, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        for (String service : rollout.services("web")) {
            List<ContainerState> fresh =
                    Generations.running(new Replacement(rollout, List.of(service)).fresh());
            List<String> names = ReleaseModel.names(rollout.model(), service);
            ProxyMover mover = rollout.proxyMover();
            if (mover.steered(proxy, fresh, names) != ProxyMover.Steered.THERE) {
                mover.pointAt(proxy, fresh, names, progress);
            }
        }
    }

    private static List<String> prune(Rollout rollout) throws IOException, InterruptedException {
        HostState host = rollout.host();
        Ledger ledger = host.ledger();
        String current = rollout.about().release();
        List<String> gone =
                ledger.toPrune(host.releaseIds(), rollout.environment().keepReleases(), current);
        for (String id : gone) {
            Optional<Release> release = host.release(id);
            if (release.isPresent()) {
                String text =
                        AdoptedModel.isId(id)
                                ? host.files().read(host.composeFile(id)).orElse("")
                                : "";
                for (String tag : AdoptedModel.tagsIn(release.get(), text)) {
                    rollout.docker().run(DockerCommands.removeImage(tag));
                }
            }
            host.files().remove(host.releaseDirectory(id));
        }
        Backup.prune(host, rollout.environment().keepReleases());
        return gone;
    }
}
