package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.HostFiles;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;

/**
 * Puts the release's mounted files where the containers look for them. A file that is there is
 * written over in place, so that a container that keeps running sees the new text; what was there
 * is kept until the run is over.
 */
final class FilesPhase implements Phase<Rollout> {

    @Override
    public String name() {
        return "files";
    }

    @Override
    public String title() {
        return Messages.of(FilesPhase.class, "phase.files");
    }

    @Override
    public boolean idle(Rollout rollout) {
        return rollout.checked().filter(c -> c.files().isEmpty()).isPresent();
    }

    @Override
    public boolean skip(Rollout rollout) throws PhaseException, IOException, InterruptedException {
        return rollout.hasTarget() && rollout.target().files().isEmpty();
    }

    @Override
    public boolean holdsOthers() {
        return true;
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        HostState host = rollout.host();
        HostFiles files = host.files();
        String release = host.releaseDirectory(rollout.about().release()) + "/files/";
        String before = host.workDirectory(rollout.about().operation()) + "/before/";
        for (String file : rollout.target().files()) {
            String live = host.path() + "/" + file;
            if (files.exists(live)) {
                if (!files.exists(before + file)) {
                    files.copyNew(live, before + file, "0600");
                }
                files.copyInPlace(release + file, live);
            } else {
                files.copyNew(release + file, live, "0644");
            }
        }
        return rollout.target().files().size() == 1
                ? rollout.target().files().get(0)
                : rollout.target().files().size() + " files";
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        if (!rollout.hasTarget()) {
            return "";
        }
        HostState host = rollout.host();
        String before = host.workDirectory(rollout.about().operation()) + "/before/";
        int back = 0;
        for (String file : rollout.target().files()) {
            if (host.files().exists(before + file)) {
                host.files().copyInPlace(before + file, host.path() + "/" + file);
                back++;
            }
        }
        return back == 0 ? "" : back + " as before";
    }
}
