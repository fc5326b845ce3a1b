package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.LedgerEntry;
import java.util.ArrayList;
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
    public List<Phase<Rollout>> phases(RolloutAbout about, Function<Rollout, LedgerEntry> line) {
        return switch (about.kind()) {
            case DEPLOY ->
                    List.of(
                            new StagePhase(),
                            new PullPhase(),
                            new ServicesPhase(true),
                            new BackupPhase(false),
                            new MigratePhase(),
                            new FilesPhase(),
                            new BesidePhase(),
                            new SwitchPhase(),
                            new HandoverPhase(),
                            new ServicesPhase(false),
                            new VerifyPhase(),
                            new CommitPhase(line),
                            new RetirePhase());
            case ROLLBACK ->
                    about.dark() ? darkRollback(line) : rollback(!about.hosts().isEmpty(), line);
            case RESTORE ->
                    List.of(
                            new BackupPhase(true),
                            new RestorePhases.Load(),
                            new RestorePhases.Quiet(),
                            new RestorePhases.Exchange(),
                            new RestorePhases.CatchUp(),
                            new RestorePhases.Wake(),
                            new VerifyPhase(),
                            new CommitPhase(line),
                            new RetirePhase());
        };
    }

    private static List<Phase<Rollout>> rollback(
            boolean several, Function<Rollout, LedgerEntry> line) {
        List<Phase<Rollout>> phases =
                new ArrayList<>(
                        List.of(
                                new ImagesPhase(),
                                new ServicesPhase(true),
                                new FilesPhase(),
                                new BesidePhase(),
                                new SwitchPhase(),
                                new HandoverPhase(),
                                new StaticPhase(),
                                new ServicesPhase(false)));
        // the newer code does not live without its migrations: they go when no host runs it any
        // more, and that is when all are verified
        phases.addAll(
                several
                        ? List.of(new VerifyPhase(), new ReversePhase())
                        : List.of(new ReversePhase(), new VerifyPhase()));
        phases.add(new CommitPhase(line));
        phases.add(new RetirePhase());
        return phases;
    }

    /* All that can be made ready is, before what serves is stopped. */
    private static List<Phase<Rollout>> darkRollback(Function<Rollout, LedgerEntry> line) {
        return List.of(
                new ImagesPhase(),
                new ServicesPhase(true),
                new BackupPhase(true),
                new RestorePhases.Load(),
                new FilesPhase(),
                new BesidePhase(),
                new RestorePhases.Quiet(),
                new RestorePhases.Exchange(),
                new RestorePhases.CatchUp(),
                new SwitchPhase(),
                new HandoverPhase(),
                new StaticPhase(),
                new ServicesPhase(false),
                new VerifyPhase(),
                new CommitPhase(line),
                new RetirePhase());
    }

    @Override
    public String composeFile(HostState host, String release) {
        return host.composeFile(release);
    }
}
