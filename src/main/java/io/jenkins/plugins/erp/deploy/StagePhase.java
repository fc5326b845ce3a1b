package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.HostFiles;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;

/** Makes the release's directory with its env file and the files that containers mount. */
final class StagePhase implements Phase<Rollout> {

    @Override
    public String name() {
        return "stage";
    }

    @Override
    public String title() {
        return Messages.of(StagePhase.class, "phase.stage");
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Checked checked = rollout.checked().orElseThrow();
        HostState host = rollout.host();
        HostFiles files = host.files();
        String id = rollout.about().release();
        files.makeDirectory(host.releaseDirectory(id));
        files.write(host.envFile(id), checked.envText());
        for (String file : checked.files()) {
            files.writePlain(
                    host.releaseDirectory(id) + "/files/" + file,
                    ConfigCheck.bytes(rollout.context(), file),
                    "0644");
        }
        return host.releaseDirectory(id);
    }

    @Override
    public String revert(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        rollout.host().files().remove(rollout.host().releaseDirectory(rollout.about().release()));
        return "";
    }
}
