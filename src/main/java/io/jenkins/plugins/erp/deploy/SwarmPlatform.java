package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.LedgerEntry;
import java.util.List;
import java.util.function.Function;

/**
 * A stack of a Docker swarm, on its manager: each release has a stack file, services are updated by
 * the swarm itself, new tasks first, and the release before comes back by its own file.
 */
final class SwarmPlatform implements Platform {

    @Override
    public Phase<Preparation> takeOver() {
        return new SwarmCheck();
    }

    @Override
    public List<Phase<Rollout>> phases(RolloutAbout about, Function<Rollout, LedgerEntry> line) {
        return switch (about.kind()) {
            case DEPLOY ->
                    List.of(
                            new StagePhase(),
                            new PullPhase(),
                            new StackPhase(),
                            new StackPartPhase(StackPartPhase.Part.DATA),
                            new BackupPhase(false),
                            new MigratePhase(),
                            new StackPartPhase(StackPartPhase.Part.SYSTEM),
                            new StackPartPhase(StackPartPhase.Part.OTHERS),
                            new VerifyPhase(),
                            new CommitPhase(line),
                            new RetirePhase(StackWeb::retire));
            case ROLLBACK ->
                    List.of(
                            new ImagesPhase(),
                            new StackPartPhase(StackPartPhase.Part.DATA),
                            new StackPartPhase(StackPartPhase.Part.SYSTEM),
                            new StaticPhase(),
                            new StackPartPhase(StackPartPhase.Part.OTHERS),
                            new ReversePhase(),
                            new VerifyPhase(),
                            new CommitPhase(line),
                            new RetirePhase(StackWeb::retire));
            case RESTORE ->
                    throw new IllegalStateException("a backup is not restored on a swarm yet");
        };
    }

    @Override
    public String composeFile(HostState host, String release) {
        return host.oneOffFile(release);
    }
}
