package io.jenkins.plugins.erp.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.erp.docker.DockerCommands;
import io.jenkins.plugins.erp.docker.ImageReference;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.shell.CommandResult;
import io.jenkins.plugins.erp.shell.ShellException;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/** Images on the host. */
final class Images {
    /** Begin of the names that keep releases' images on a host; no registry knows them. */
    static final String KEPT = "erp-release/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerHost docker;

    Images(DockerHost docker) {
        this.docker = docker;
    }

    /**
     * An image that is there.
     *
     * @param id the engine's own
     * @param digest the registry's, for the repository asked for; empty where none knows it
     */
    record Present(String id, Optional<String> digest) {}

    /** Looks for an image. */
    Optional<Present> find(ImageReference image)
            throws PhaseException, ShellException, InterruptedException {
        CommandResult result = docker.quiet(DockerCommands.imageInspect(image.pinned().toString()));
        if (!result.ok()) {
            return Optional.empty();
        }
        return Optional.of(parse(result.stdout(), image));
    }

    /** Whether all are there; asked at once. */
    boolean allThere(Collection<ImageReference> images)
            throws ShellException, InterruptedException {
        return images.isEmpty()
                || docker.quiet(
                                DockerCommands.imageInspect(
                                        images.stream()
                                                .map(i -> i.pinned().toString())
                                                .toArray(String[]::new)))
                        .ok();
    }

    static Present parse(String json, ImageReference image) throws PhaseException {
        try {
            JsonNode first = JSON.readTree(json).path(0);
            Optional<String> digest = image.digest();
            for (JsonNode one : first.path("RepoDigests")) {
                String text = one.asText();
                int at = text.indexOf('@');
                if (at > 0
                        && digest.isEmpty()
                        && text.substring(0, at).equals(image.repository())) {
                    digest = Optional.of(text.substring(at + 1));
                }
            }
            String id = first.path("Id").asText("");
            if (id.isEmpty()) {
                throw new PhaseException("docker image inspect printed no Id for " + image);
            }
            return new Present(id, digest);
        } catch (IOException e) {
            throw new PhaseException("docker image inspect printed no JSON for " + image, e);
        }
    }

    /**
     * Has an image on the host: pulled, or, for a name without a registry that is there already, as
     * it is.
     */
    Present get(ImageReference image, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        boolean needNotAsk = image.digest().isPresent() || image.registry().isEmpty();
        if (needNotAsk) {
            Optional<Present> there = find(image);
            if (there.isPresent()) {
                return there.get();
            }
        }
        progress.detail("pulling " + image);
        CommandResult pulled = docker.run(DockerCommands.pull(image.pinned()));
        if (!pulled.ok()) {
            throw new PhaseException(
                    "the image "
                            + image
                            + " could not be pulled on "
                            + docker.shell().where()
                            + "; what serves was not touched. Was it pushed, and may the host read it"
                            + " (credentialsId)?\n    | "
                            + String.join("\n    | ", DockerHost.last(pulled.tail(), 8)));
        }
        return find(image)
                .orElseThrow(() -> new PhaseException(image + " was pulled and is not there"));
    }

    /** Has an image on the host that may be known to no registry: then it is sent from here. */
    void pullOrSend(ImageReference image, Optional<ImageSending> sending, Progress progress)
            throws PhaseException, ShellException, InterruptedException {
        try {
            get(image, progress);
        } catch (PhaseException e) {
            if (sending.isEmpty() || image.digest().isPresent() || !sending.get().has(image)) {
                throw e;
            }
            progress.say(image + " cannot be pulled there, and is sent too");
            sending.get().sendAs(image);
        }
    }
}
