package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Plan;
import io.jenkins.plugins.erp.release.LedgerEntry;

import java.util.List;
import java.util.function.Function;

/** The phases of a deploy and of a rollback. */
final class Plans {

    private Plans() {}

    /** The plan of a kind of run; the same for whoever picks it up. */
    static Plan<Rollout> of(RolloutAbout about, Function<Rollout, LedgerEntry> line) {
        return switch (about.kind()) {
            case DEPLOY ->
                    new Plan<>(
                            "deploy " + about.release(),
                            List.of(
                                    new StagePhase(),
                                    new PullPhase(),
                                    new ServicesPhase(true),
                                    new BackupPhase(false),
                                    new MigratePhase(),
                                    new FilesPhase(),
                                    new SwitchPhase(),
                                    new WorkersPhase(),
                                    new ServicesPhase(false),
                                    new VerifyPhase(),
                                    new CommitPhase(line)));
            case ROLLBACK ->
                    new Plan<>(
                            "rollback to " + about.release(),
                            about.migrations() == MigrationPolicy.RESTORE
                                    ? List.of(
                                            new ImagesPhase(),
                                            new ServicesPhase(true),
                                            new BackupPhase(true),
                                            new RestorePhases.Load(),
                                            new StaticPhase(),
                                            new FilesPhase(),
                                            new RestorePhases.Quiet(),
                                            new RestorePhases.Exchange(),
                                            new RestorePhases.CatchUp(),
                                            new SwitchPhase(),
                                            new WorkersPhase(),
                                            new ServicesPhase(false),
                                            new VerifyPhase(),
                                            new CommitPhase(line),
                                            new RestorePhases.Dispose())
                                    : List.of(
                                            new ImagesPhase(),
                                            new ServicesPhase(true),
                                            new StaticPhase(),
                                            new FilesPhase(),
                                            new SwitchPhase(),
                                            new WorkersPhase(),
                                            new ServicesPhase(false),
                                            new ReversePhase(),
                                            new VerifyPhase(),
                                            new CommitPhase(line)));
            case RESTORE ->
                    new Plan<>(
                            "restore of " + about.backup(),
                            List.of(
                                    new BackupPhase(true),
                                    new RestorePhases.Load(),
                                    new RestorePhases.Quiet(),
                                    new RestorePhases.Exchange(),
                                    new RestorePhases.CatchUp(),
                                    new RestorePhases.Wake(),
                                    new VerifyPhase(),
                                    new CommitPhase(line),
                                    new RestorePhases.Dispose()));
        };
    }
}
