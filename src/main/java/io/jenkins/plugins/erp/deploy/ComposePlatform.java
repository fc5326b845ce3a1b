package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.LedgerEntry;

import java.util.List;
import java.util.function.Function;

/**
 * Compose on each host: new containers are started beside the old, the proxy is moved to them, and
 * the old ones stay until the run is over.
 */
final class ComposePlatform implements Platform {

    @Override
    public Phase<Preparation> takeOver() {
        return new Adoption();
    }

    @Override
    public List<Phase<Rollout>> deploy(Function<Rollout, LedgerEntry> line) {
        return List.of(
                new StagePhase(),
                new PullPhase(),
                new ServicesPhase(true),
                new BackupPhase(),
                new MigratePhase(),
                new StaticPhase(),
                new SuperuserPhase(),
                new FilesPhase(),
                new BesidePhase(),
                new SwitchPhase(),
                new HandoverPhase(),
                new ServicesPhase(false),
                new VerifyPhase(),
                new CommitPhase(line, CommitPhase::oldGeneration));
    }

    @Override
    public List<Phase<Rollout>> rollback(Function<Rollout, LedgerEntry> line) {
        return List.of(
                new ImagesPhase(),
                new ServicesPhase(true),
                new FilesPhase(),
                new BesidePhase(),
                new SwitchPhase(),
                new HandoverPhase(),
                new StaticPhase(),
                new ServicesPhase(false),
                new ReversePhase(),
                new VerifyPhase(),
                new CommitPhase(line, CommitPhase::oldGeneration));
    }

    @Override
    public String composeFile(HostState host, String release) {
        return host.composeFile(release);
    }
}
