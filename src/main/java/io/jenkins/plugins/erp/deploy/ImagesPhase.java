package io.jenkins.plugins.erp.deploy;

import io.jenkins.plugins.erp.config.Transfer;
import io.jenkins.plugins.erp.docker.ComposeService;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.plan.Phase;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Has the images of an earlier release on the host: pulled again by digest where they are gone, or
 * sent again where no registry has them.
 */
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
        ImageSending sending =
                new ImageSending(rollout.context().shell(), rollout.docker(), progress);
        boolean sent = rollout.environment().transfer() == Transfer.SSH;
        Set<ImageReference> wanted = new LinkedHashSet<>();
        for (ComposeService service : rollout.model().services().values()) {
            service.image().map(ImageReference::parse).ifPresent(wanted::add);
        }
        if (images.allThere(wanted)) {
            return "all there";
        }
        int brought = 0;
        for (ImageReference image : wanted) {
            if (images.find(image).isPresent()) {
                continue;
            }
            if (image.toString().startsWith(Images.KEPT)) {
                keptOne(rollout, image, sending);
            } else {
                Optional<ImageSending> way = sent ? Optional.of(sending) : Optional.empty();
                images.pullOrSend(image, way, progress);
            }
            brought++;
        }
        return brought + " brought again";
    }

    /** One that no registry knows, by its id: under a name it may be another one by now. */
    private static void keptOne(Rollout rollout, ImageReference name, ImageSending sending)
            throws PhaseException, IOException, InterruptedException {
        Release release = rollout.target();
        boolean own = name.toString().equals(release.tag());
        Optional<String> id =
                own ? sending.send(release.imageId(), release.image()) : Optional.empty();
        if (id.isEmpty()) {
            throw new PhaseException(
                    missing(
                            release,
                            own ? release.image() + ", " + release.imageId() : name.toString(),
                            rollout.host().files().where(),
                            rollout.context().shell().where()));
        }
        rollout.docker().must(DockerCommands.tag(id.get(), name));
    }

    private static String missing(Release release, String image, String host, String here) {
        return "the image of "
                + release.id()
                + " ("
                + image
                + ") is no longer on "
                + host
                + ", no registry has it, and it cannot be sent from "
                + here
                + ", whose Docker engine does not have it"
                + " or cannot stream it.\nRun this from where the image is, or build "
                + (release.commit().isEmpty() ? "that version" : "commit " + release.commit())
                + " again and deploy it. What serves was not touched.";
    }
}
