package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.Target;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.Plan;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.LedgerEntry;
import java.util.List;
import java.util.function.Function;

/**
 * What runs a release's services: which phases bring them, switch them and take them back. All else
 * (staging, images, backup, migrations, the health gate, journal, lease and ledger) is the same for
 * each; another platform is another class beside these.
 */
interface Platform {

    /** Looks, with the lease taken, at what runs on a host already, before a deploy begins. */
    Phase<Preparation> takeOver();

    /** A run's phases in their order, with how its line of the ledger is made. */
    List<Phase<Rollout>> phases(RolloutAbout about, Function<Rollout, LedgerEntry> line);

    /** The same as a plan, named after what it is about. */
    default Plan<Rollout> plan(RolloutAbout about, Function<Rollout, LedgerEntry> line) {
        String name =
                switch (about.kind()) {
                    case DEPLOY -> "deploy " + about.release();
                    case ROLLBACK -> "rollback to " + about.release();
                    case RESTORE -> "restore of " + about.backup();
                };
        return new Plan<>(name, phases(about, line));
    }

    /** The file of a release that one-off containers (migrate, collectstatic) are run with. */
    String composeFile(HostState host, String release);

    /** The one for what an environment asks for. */
    static Platform of(Target target) {
        return target == Target.SWARM ? new SwarmPlatform() : new ComposePlatform();
    }
}
