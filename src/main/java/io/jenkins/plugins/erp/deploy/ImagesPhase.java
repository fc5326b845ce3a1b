package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.docker.ComposeService;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** Has the images of an earlier release on the host, pulled again by digest where they are gone. */
final class ImagesPhase implements Phase<Rollout> {

    @Override
    public String name() {
        return "images";
    }

    @Override
    public String title() {
        return Messages.of(ImagesPhase.class, "phase.images");
    }

    @Override
    public boolean changesSomething() {
        return false;
    }

    @Override
    public boolean holdsOthers() {
        return true;
    }

    @Override
    public String apply(Rollout rollout, Progress progress)
            throws PhaseException, IOException, InterruptedException {
        Images images = new Images(rollout.docker());
        Set<String> wanted = new LinkedHashSet<>();
        for (ComposeService service : rollout.model().services().values()) {
            service.image().ifPresent(wanted::add);
        }
        int pulled = 0;
        for (String image : wanted) {
            ImageReference reference = ImageReference.parse(image);
            if (images.find(reference).isEmpty()) {
                images.get(reference, progress);
                pulled++;
            }
        }
        return pulled == 0 ? "all there" : pulled + " pulled again";
    }
}
