package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.docker.ComposeProject;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.release.HostState;
import io.jenkins.plugins.erp.release.Release;
import io.jenkins.plugins.erp.release.Tar;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * For a dry run: what an image that is on the host would migrate, and what is dangerous about it.
 * The image runs once with the current release's Compose file, so that no network or volume is made
 * for it; it reads and changes nothing. That file holds secrets, and goes with the look even when
 * nobody waits for its end any more.
 */
final class MigrationLook {
    private static final String FILE = "compose.json";

    private final HostState host;
    private final DockerHost docker;

    MigrationLook(HostState host, DockerHost docker) {
        this.host = host;
        this.docker = docker;
    }

    /**
     * Tells it.
     *
     * @param current that serves, if any
     * @param operation names the container
     * @param where for people, after the word; or empty
     */
    void tell(
            Optional<Release> current,
            ImageReference image,
            String operation,
            String where,
            Console console)
            throws PhaseException, IOException, InterruptedException {
        String word = "  migrations" + where + ": ";
        String now =
                current.map(r -> "the current release is at " + HeadsPhase.said(r.migrationHeads()))
                        .orElse("no release is current");
        if (current.isEmpty()
                || !host.files().exists(host.composeFile(current.get().id()))
                || !docker.quiet(DockerCommands.imageInspect(image.toString())).ok()) {
            console.info(word + "known once the image is on the host; " + now);
            return;
        }
        TasksTold told;
        try {
            told = look(current.get(), image, operation);
        } catch (PhaseException e) {
            console.warn(word + "could not be asked; " + now + "\n" + e.getMessage());
            return;
        }
        console.info(
                word
                        + (told.plan().isEmpty()
                                ? "none to apply"
                                : "would apply " + String.join(", ", told.plan()))
                        + "; "
                        + now);
        if (!told.hazards().isEmpty()) {
            console.warn("  hazards:" + Hazard.list(told.hazards()));
        }
    }

    private TasksTold look(Release current, ImageReference image, String operation)
            throws PhaseException, IOException, InterruptedException {
        String web = current.services().getOrDefault("web", List.of("web")).get(0);
        String text = host.files().read(host.composeFile(current.id())).orElse("");
        Scratch scratch =
                new Scratch(
                        docker.shell(),
                        List.of(Tar.Entry.of(FILE, "0600", withImage(text, web, image))));
        return new DjangoTasks(docker.by(scratch), operation)
                .look(docker.compose(FILE, host.path()), web);
    }

    static String withImage(String composeJson, String service, ImageReference image)
            throws PhaseException {
        try {
            ObjectNode tree = ComposeProject.parse(composeJson).tree();
            ((ObjectNode) tree.path("services").path(service)).put("image", image.toString());
            return tree.toString();
        } catch (ConfigException e) {
            throw new PhaseException(e.getMessage(), e);
        }
    }
}
