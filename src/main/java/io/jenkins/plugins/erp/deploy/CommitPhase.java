package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.Strategy;
import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Ledger;
import io.jenkins.plugins.erp.release.LedgerEntry;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.shell.ShellException;
import io.jenkins.plugins.erp.text.Messages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the new release the current one. Once this has begun a run is only ever finished, never
 * taken back; each part of it may be done twice.
 */
final class CommitPhase implements Phase<Rollout> {
    static final String NAME = "commit";

    private final Function<Rollout, LedgerEntry> line;

    /** With how the ledger's line is made when it is time. */
    CommitPhase(Function<Rollout, LedgerEntry> line) {
        this.line = line;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return Messages.of(CommitPhase.class, "phase.commit");
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        HostState host = rollout.host();
        String id = rollout.about().release();
        host.setCurrent(id);
        Ledger ledger = host.ledger();
        boolean written =
                ledger.entries().stream()
                        .anyMatch(
                                e -> e.made() && e.operation().equals(rollout.about().operation()));
        if (!written) {
            host.appendToLedger(line.apply(rollout));
        }
        retire(rollout);
        try {
            return prune(rollout, ledger, progress);
        } catch (ShellException e) {
            // the release serves and is recorded: what is left over goes at the next deploy
            progress.warn("old releases were not pruned: " + e.getMessage());
            return id + " is current";
        }
    }

    /* Old web has had no request since the switch; old workers were told to finish. */
    private static void retire(Rollout rollout)
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
        rolled.stop(gone);
        Optional<ContainerState> proxy = rollout.proxy();
        // what is kept warm would come back into the rotation; the next run steers anew
        if (proxy.isPresent() && warm.isEmpty()) {
            rollout.proxyMover().clean(proxy.get());
        }
        rolled.remove(gone);
    }

    private static String prune(Rollout rollout, Ledger ledger, Progress progress)
            throws IOException, InterruptedException {
        HostState host = rollout.host();
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
        for (String dump :
                BackupPhase.toPrune(
                        host.files().list(host.root() + "/backups"),
                        rollout.environment().keepReleases())) {
            host.files().remove(host.root() + "/backups/" + dump);
        }
        return current
                + " is current"
                + (gone.isEmpty() ? "" : "; pruned " + String.join(", ", gone));
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        HostState host = rollout.host();
        Optional<String> previous = rollout.about().previousRelease();
        if (previous.isPresent()) {
            host.setCurrent(previous.get());
        } else {
            host.files().remove(host.root() + "/current");
        }
        return "";
    }
}
