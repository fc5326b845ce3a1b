package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.StackFile;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Web of a stack whose services have no virtual address: a proxy knows its containers by their own
 * addresses and has to be moved when the swarm has replaced them. The old ones do not heed the
 * swarm's signal ({@link StackFile}) and are told to end here, when nothing is sent to them any
 * more.
 */
final class StackWeb {
    private StackWeb() {}

    /**
     * Moves the proxy to one release's containers, if they are all there and answer.
     *
     * @return whether it did, or had no need to
     */
    static boolean move(
            Rollout rollout, StackFile file, String service, String release, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        if (!file.byAddress(service)) {
            return true;
        }
        List<ContainerState> fresh = new ArrayList<>();
        List<ContainerState> old = new ArrayList<>();
        for (ContainerState one : rollout.docker().containers(Optional.of(service))) {
            if (!one.labels().getOrDefault(Release.LABEL, "").equals(release)) {
                old.add(one);
            } else if (one.ready()) {
                fresh.add(one);
            } else if (release.equals(rollout.about().release())
                    && one.health().filter("unhealthy"::equals).isPresent()) {
                // on the way back the one that served is waited for: a busy host looks like that
                // the swarm gives it up only when it has ended, and it does not heed its signal
                throw new PhaseException(
                        one.name()
                                + " is unhealthy"
                                + one.healthOutput().map(o -> ": " + o).orElse("")
                                + ". Its last lines:"
                                + rollout.docker().lastLines(one.id()));
            }
        }
        if (fresh.size() < file.replicas(service)) {
            return false;
        }
        for (ContainerState one : fresh) {
            rollout.probe().await(one);
        }
        Optional<ContainerState> proxy = rollout.proxy();
        if (proxy.isPresent()) {
            rollout.proxyMover()
                    .pointAt(
                            proxy.get(),
                            fresh,
                            ReleaseModel.names(rollout.model(), service),
                            progress);
        }
        end(rollout, old);
        return true;
    }

    /** Tells containers to end that do not heed the swarm's own signal. */
    static void end(Rollout rollout, List<ContainerState> containers)
            throws ShellException, InterruptedException {
        for (ContainerState one : containers) {
            if (one.stopSignal().equals("CONT")) {
                // one that ended meanwhile fails this, and that is all right
                rollout.docker().run(DockerCommands.kill("TERM", one.id()));
            }
        }
    }

    /** When the run is over: the proxy finds web by itself again. */
    static void retire(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Optional<ContainerState> proxy = rollout.proxy();
        if (proxy.isPresent()) {
            rollout.proxyMover().clean(proxy.get());
        }
    }
}
