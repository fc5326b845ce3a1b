package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.Plan;
import io.jenkins.plugins.erp.release.LedgerEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The phases of a deploy, a rollback and a restore. */
final class Plans {

    /** The phase that shows that a host's switch went well. */
    static final String VERIFIED = "verify";

    /** What is done once for all hosts of a run, on its lead. */
    private static final Set<String> ONCE =
            Set.of("backup", "safety", "load", "exchange", "catchup", "reverse");

    private Plans() {}

    /** The plan of a kind of run on one host; the same for whoever picks it up. */
    static Plan<Rollout> of(RolloutAbout about, Function<Rollout, LedgerEntry> line) {
        Plan<Rollout> whole = whole(about, line);
        if (about.lead()) {
            return whole;
        }
        List<Phase<Rollout>> phases = new ArrayList<>();
        for (Phase<Rollout> phase : whole.phases()) {
            if (phase instanceof MigratePhase) {
                // of what it does, static files are each host's own
                phases.add(new StaticPhase());
            } else if (!ONCE.contains(phase.name())) {
                phases.add(phase);
            }
            if (phase.name().equals(about.staged())) {
                phases.add(new IdlePhase());
                phases.add(new HeadsPhase());
            }
        }
        return new Plan<>(whole.name(), phases);
    }

    private static Plan<Rollout> whole(RolloutAbout about, Function<Rollout, LedgerEntry> line) {
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
                                    new BesidePhase(),
                                    new SwitchPhase(),
                                    new HandoverPhase(),
                                    new ServicesPhase(false),
                                    new VerifyPhase(),
                                    new CommitPhase(line),
                                    new RetirePhase()));
            case ROLLBACK ->
                    new Plan<>(
                            "rollback to " + about.release(),
                            about.dark()
                                    ? darkRollback(line)
                                    : rollback(!about.hosts().isEmpty(), line));
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
                                    new RetirePhase()));
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
}
