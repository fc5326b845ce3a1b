package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.HostFiles;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Tar;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes the release's directory with its env file and the files that containers mount. */
final class StagePhase implements Phase<Rollout> {
    private static final long MOST_BYTES = 64L << 20;

    @Override
    public String name() {
        return "stage";
    }

    @Override
    public String title() {
        return Messages.of(StagePhase.class, "phase.stage");
    }

    @Override
    public boolean holdsOthers() {
        return true;
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Checked checked = rollout.checked().orElseThrow();
        HostState host = rollout.host();
        HostFiles files = host.files();
        String id = rollout.about().release();
        List<Tar.Entry> entries = new ArrayList<>();
        entries.add(Tar.Entry.of("env", "0600", checked.envText()));
        long size = 0;
        for (String file : checked.files()) {
            byte[] bytes = ConfigCheck.bytes(rollout.context(), file);
            size += bytes.length;
            if (size > MOST_BYTES) {
                throw PhaseException.refused(
                        "the files of the workspace that containers mount are larger than "
                                + MOST_BYTES / (1024 * 1024)
                                + " MiB together: put them into the image");
            }
            entries.add(new Tar.Entry("files/" + file, "0644", bytes));
        }
        files.makeDirectory(host.releaseDirectory(id));
        // whole or not does not matter yet: release.json makes it a release
        files.unpack(host.releaseDirectory(id), entries);
        return host.releaseDirectory(id);
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        rollout.host().files().remove(rollout.host().releaseDirectory(rollout.about().release()));
        return "";
    }
}
