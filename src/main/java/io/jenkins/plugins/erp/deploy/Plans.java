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
        return about.kind() == RolloutAbout.Kind.DEPLOY
                ? new Plan<>(
                        "deploy " + about.release(),
                        List.of(
                                new StagePhase(),
                                new PullPhase(),
                                new ServicesPhase(true),
                                new BackupPhase(),
                                new MigratePhase(),
                                new FilesPhase(),
                                new SwitchPhase(),
                                new WorkersPhase(),
                                new ServicesPhase(false),
                                new VerifyPhase(),
                                new CommitPhase(line)))
                : new Plan<>(
                        "rollback to " + about.release(),
                        List.of(
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
    }
}
